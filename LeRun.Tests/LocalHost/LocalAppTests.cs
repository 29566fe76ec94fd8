using System.Net;
using LeRun.LocalHost;
using LeRun.LocalHost.Terminal;
using LeRun.Tests.LocalHost.Worker;
using LeRun.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LeRun.Tests.LocalHost;

public class LocalAppTests
{
    [Fact]
    public async Task Port_0_listens_on_a_free_loopback_port_without_naming_the_server()
    {
        await using var app = LocalApp.Create(new LocalAppOptions());
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = app.Address };

        using var response = await client.GetAsync("/nothing-here");

        await BareResponse.AssertAsync(HttpStatusCode.NotFound, response);
        Assert.Equal("127.0.0.1", app.Address.Host);
        Assert.NotEqual(0, app.Address.Port);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Taken_port_is_explained_in_one_line()
    {
        await using var first = LocalApp.Create(new LocalAppOptions());
        await first.StartAsync();
        await using var second = LocalApp.Create(new LocalAppOptions { Port = first.Address.Port });

        var exception = await Assert.ThrowsAsync<IOException>(() => second.StartAsync());

        Assert.Equal([$"Port {first.Address.Port} is taken; --port chooses another one."], StartFailure.Explain(exception));
    }

    [Fact]
    public async Task Signing_key_is_kept_in_the_data_folder_and_new_at_each_start_in_memory()
    {
        using var folder = new TemporaryFolder();
        var inFolder = new LocalAppOptions { DataFolder = folder.Path };

        Assert.Equal(await SettingAsync(inFolder, "Auth:SigningKey"), await SettingAsync(inFolder, "Auth:SigningKey"));
        Assert.NotEqual(await SettingAsync(new(), "Auth:SigningKey"), await SettingAsync(new(), "Auth:SigningKey"));
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData("given")]
    public async Task Data_folder_is_made_for_its_user_alone(string? key)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var folder = new TemporaryFolder();
        await using (LocalApp.Create(new LocalAppOptions
        {
            DataFolder = folder.Path,
            Settings = key is null ? [] : [new("Auth:SigningKey", key)],
        }))
        {
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                    File.GetUnixFileMode(folder.Path));
            }
        }
    }

    [Fact]
    public async Task Signing_key_from_the_settings_is_used_and_none_is_created()
    {
        using var folder = new TemporaryFolder();
        var options = new LocalAppOptions { DataFolder = folder.Path, Settings = [new("Auth:SigningKey", "given")] };

        Assert.Equal("given", await SettingAsync(options, "Auth:SigningKey"));
        Assert.False(File.Exists(Path.Combine(folder.Path, SigningKey.FileName)));
    }

    [Fact]
    public async Task Timer_schedules_have_defaults_that_settings_change()
    {
        const string Setting = "ExpireRunRoomsSchedule";

        Assert.Equal("0 */5 * * * *", await SettingAsync(new(), Setting));
        Assert.Equal("0 0 0 * * *", await SettingAsync(new() { Settings = [new(Setting, "0 0 0 * * *")] }, Setting));
    }

    [Fact]
    public async Task Request_bodies_are_limited_by_the_product_alone()
    {
        await using var app = LocalApp.Create(new LocalAppOptions());

        var kestrel = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        Assert.Null(kestrel.Limits.MaxRequestBodySize);
    }

    [Fact]
    public async Task Invalid_settings_are_explained_in_a_line_each()
    {
        await using var app = LocalApp.Create(new LocalAppOptions
        {
            Configure = functions =>
            {
                functions.Services.AddOptions<Sample>().Validate(_ => false, "Sample__One is missing.").ValidateOnStart();
                functions.Services.AddOptions<Other>().Validate(_ => false, "Other__Two is no URL.").ValidateOnStart();
            },
        });

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => app.StartAsync());

        Assert.Equal(["Other__Two is no URL.", "Sample__One is missing."], StartFailure.Explain(exception).Order());
        Assert.Empty(StartFailure.Explain(new InvalidOperationException("a bug")));
    }

    private static async Task<string?> SettingAsync(LocalAppOptions options, string name)
    {
        await using var app = LocalApp.Create(options);
        return app.Services.GetRequiredService<IConfiguration>()[name];
    }

    private sealed class Sample;

    private sealed class Other;
}
