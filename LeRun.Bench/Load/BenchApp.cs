using System.Globalization;
using System.Text.Json;
using LeRun.LocalHost;
using LeRun.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Bench.Load;

/// <summary>The whole product on a free port, with its storage in memory.</summary>
internal sealed class BenchApp : IAsyncDisposable
{
    private const string Password = "correct horse";

    private readonly LocalApp _app;
    private int _runners;

    private BenchApp(LocalApp app) => _app = app;

    public Uri Address => _app.Address;

    public IServiceProvider Services => _app.Services;

    /// <summary>What it used of Cosmos.</summary>
    public MeteredCosmos Cosmos { get; private set; } = null!;

    public static async Task<BenchApp> StartAsync()
    {
        var app = LocalApp.Create(new LocalAppOptions
        {
            Settings = [KeyValuePair.Create("Auth:SigningKey", (string?)"a key for measurements, as long as a key should be")],
            Configure = functions =>
            {
                functions.FollowSchedules = false;
                functions.Services.PostConfigure<PasswordHasherOptions>(hashing => hashing.IterationCount = 10);
                functions.Services.PostConfigure<CosmosSettings>(
                    cosmos => cosmos.HttpHandler = new MeteredCosmos((LocalHost.Cosmos.EmbeddedCosmos)cosmos.HttpHandler!));
            },
        });
        var bench = new BenchApp(app);
        bench.Cosmos = (MeteredCosmos)app.Services
            .GetRequiredService<Microsoft.Extensions.Options.IOptions<CosmosSettings>>().Value.HttpHandler!;
        app.Storage.Cosmos.Served += bench.Cosmos.Note;
        await app.StartAsync();
        return bench;
    }

    /// <summary>Registers runners.</summary>
    public IReadOnlyList<Runner> Register(int count)
    {
        using var client = new WireClient(Address);
        return [.. Enumerable.Range(0, count).Select(_ => Runner.Register(
            client, Address, string.Create(CultureInfo.InvariantCulture, $"runner{_runners++}"), Password))];
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>Somebody who runs, with a token.</summary>
internal sealed record Runner(Uri Address, string Username, string AccountId, string Token)
{
    public static Runner Register(WireClient client, Uri address, string username, string password)
    {
        var credentials = JsonSerializer.SerializeToUtf8Bytes(new { username, password });
        client.Send(WireClient.Request(address, "POST", "/api/users", null, credentials));
        var login = client.Send(WireClient.Request(address, "POST", "/api/users/login", null, credentials));
        using var json = JsonDocument.Parse(login.Body);
        return new Runner(
            address,
            username,
            json.RootElement.GetProperty("user").GetProperty("_id").GetString()!,
            json.RootElement.GetProperty("token").GetString()!);
    }

    public byte[] Request(string method, string path, byte[]? body = null, params IEnumerable<string> headers) =>
        WireClient.Request(Address, method, path, Token, body, headers);
}
