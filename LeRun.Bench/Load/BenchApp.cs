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
    public const string Password = "correct horse";

    private readonly LocalApp _app;
    private int _runners;

    private BenchApp(LocalApp app) => _app = app;

    public Uri Address => _app.Address;

    public IServiceProvider Services => _app.Services;

    /// <summary>What it used of Cosmos.</summary>
    public MeteredCosmos Cosmos { get; private set; } = null!;

    /// <param name="hashIterations">Few, where passwords are not what is measured; null for as many as there are.</param>
    public static async Task<BenchApp> StartAsync(int? hashIterations = 10)
    {
        var app = LocalApp.Create(new LocalAppOptions
        {
            Settings = [KeyValuePair.Create("Auth:SigningKey", (string?)"a key for measurements, as long as a key should be")],
            Configure = functions =>
            {
                functions.FollowSchedules = false;
                if (hashIterations is { } iterations)
                    functions.Services.PostConfigure<PasswordHasherOptions>(hashing => hashing.IterationCount = iterations);
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
    /// <param name="count">How many.</param>
    /// <param name="signIn">Whether they get a token.</param>
    public IReadOnlyList<Runner> Register(int count, bool signIn = true)
    {
        using var client = new WireClient(Address);
        return [.. Enumerable.Range(0, count).Select(_ => Runner.Register(
            client, Address, string.Create(CultureInfo.InvariantCulture, $"runner{_runners++}"), Password, signIn))];
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>Somebody who runs, with a token if they are signed in.</summary>
internal sealed record Runner(Uri Address, string Username, string AccountId, string Token)
{
    public static Runner Register(WireClient client, Uri address, string username, string password, bool signIn = true)
    {
        var credentials = JsonSerializer.SerializeToUtf8Bytes(new { username, password });
        client.Send(WireClient.Request(address, "POST", "/api/users", null, credentials));
        if (!signIn)
            return new Runner(address, username, "", "");
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
