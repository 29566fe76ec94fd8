using System.Net;
using System.Net.Sockets;
using LeRun.LocalHost;
using LeRun.Tests.LocalHost.Worker;
using LeRun.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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

        using var response = await client.GetAsync("/api/nothing-here");

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

    [Theory]
    [InlineData("localhost:7071", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]:80", true)]
    [InlineData("run.example", false)]
    [InlineData("localhost.run.example", false)]
    [InlineData("192.168.1.2:7071", false)]
    public async Task Host_of_elsewhere_is_refused_unless_the_network_may_ask(string host, bool isLocal)
    {
        const string Admin = "/admin/functions/ExpireRunRooms";
        await using var app = LocalApp.Create(new LocalAppOptions());
        await using var open = LocalApp.Create(new LocalAppOptions { Lan = true });
        await app.StartAsync();
        await open.StartAsync();

        Assert.Equal(isLocal ? 200 : 400, await StatusAsync(app, HttpMethod.Get, "/api/health", host));
        Assert.Equal(isLocal ? 202 : 400, await StatusAsync(app, HttpMethod.Post, Admin, host));
        Assert.Equal(200, await StatusAsync(open, HttpMethod.Get, "/api/health", host));
        Assert.Equal(isLocal ? 202 : 403, await StatusAsync(open, HttpMethod.Post, Admin, host));
    }

    [Theory]
    [InlineData("http://localhost:3000", 202)]
    [InlineData("https://run.example", 403)]
    [InlineData("null", 403)]
    public async Task Timer_functions_run_for_no_page_of_elsewhere(string origin, int status)
    {
        await using var app = LocalApp.Create(new LocalAppOptions());
        await app.StartAsync();

        Assert.Equal(
            status, await StatusAsync(app, HttpMethod.Post, "/admin/functions/ExpireRunRooms", "localhost", ("Origin", origin)));
    }

    [Fact]
    public async Task Request_that_is_under_way_ends_before_the_app_does()
    {
        var app = LocalApp.Create(new LocalAppOptions());
        await app.StartAsync();
        using var body = new SlowBody("""{"username":"shikai","password":"correct horse"}""");
        using var client = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/users") { Content = body };
        request.Headers.ExpectContinue = true;
        var sending = client.SendAsync(request);
        await body.Begun;

        var patience = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;
        var stopping = app.DisposeAsync().AsTask();
        await WaitUntilRefusedAsync(app.Address);
        body.Arrive();

        using var response = await sending;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await stopping;
        Assert.Equal(TimeSpan.FromSeconds(30), patience);
    }

    [Fact]
    public async Task Description_has_the_address_and_the_data_folder()
    {
        await using var app = LocalApp.Create(new LocalAppOptions());
        await app.StartAsync();

        Assert.StartsWith($"LeRun listens on {app.Address}, data in memory", app.Describe(), StringComparison.Ordinal);
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

    private static async Task<int> StatusAsync(
        LocalApp app, HttpMethod method, string path, string host, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{app.Address.Port}") };
        using var request = new HttpRequestMessage(method, path) { Headers = { Host = host } };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await client.SendAsync(request);
        return (int)response.StatusCode;
    }

    private static async Task WaitUntilRefusedAsync(Uri address)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            while (!patience.IsCancellationRequested)
            {
                using var client = new TcpClient();
                await client.ConnectAsync(address.Host, address.Port, patience.Token);
            }
        }
        catch (SocketException)
        {
            return;
        }

        throw new TimeoutException("The app still takes connections.");
    }

    private static async Task<string?> SettingAsync(LocalAppOptions options, string name)
    {
        await using var app = LocalApp.Create(options);
        return app.Services.GetRequiredService<IConfiguration>()[name];
    }

    private sealed class Sample;

    private sealed class Other;
}
