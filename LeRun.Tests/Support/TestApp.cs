using LeRun.LocalHost;
using LeRun.LocalHost.Blobs;
using LeRun.LocalHost.Cosmos;
using LeRun.Storage;
using LeRun.Users.Pictures;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeRun.Tests.Support;

/// <summary>The whole product on a free port, with a store of its own in memory and a clock that the test moves.</summary>
public sealed class TestApp : IAsyncDisposable
{
    public const string Password = "correct horse";

    /// <summary>What every test app signs with, so that several can be instances of one deployment.</summary>
    public const string SigningKey = "a key for tests, long enough to be one of any algorithm";

    // Tests make more than one person would. What counts is counted all the same.
    private static readonly (string Name, string Value)[] _limits =
    [
        .. new[] { "RoomsPerHour", "PostsPerHour", "CommentsPerHour", "ReportsPerDay", "OpenRoomsAsHost", "OpenRoomsAsMember" }
            .Select(limit => ($"Limits:{limit}", "1000000")),
    ];

    private readonly LocalApp _app;
    private readonly HttpClient _http;

    private TestApp(LocalApp app, TestClock clock)
    {
        (_app, Clock) = (app, clock);
        _http = new HttpClient { BaseAddress = app.Address };
        Anonymous = new ApiClient(_http, token: null);
    }

    public TestClock Clock { get; }

    /// <summary>Someone without a token.</summary>
    public ApiClient Anonymous { get; }

    public Uri Address => _app.Address;

    public IServiceProvider Services => _app.Services;

    public EmbeddedCosmos Cosmos => _app.Storage.Cosmos;

    public EmbeddedBlobs Blobs => _app.Storage.Blobs;

    /// <summary>Starts the app, with a cheap password hash, since most tests sign someone in.</summary>
    /// <param name="folder">The folder that keeps the data; null keeps it in memory.</param>
    /// <param name="configure">Called last, to change services.</param>
    /// <param name="settings">By names such as <c>Auth:Admins</c>.</param>
    public static async Task<TestApp> StartAsync(
        string? folder = null, TestClock? clock = null, Action<IServiceCollection>? configure = null,
        params (string Name, string Value)[] settings)
    {
        clock ??= new TestClock();
        var app = LocalApp.Create(new LocalAppOptions
        {
            Port = 0,
            DataFolder = folder,
            Clock = clock,
            Settings = _limits.Concat(settings).Prepend(("Auth:SigningKey", SigningKey)).GroupBy(setting => setting.Item1)
                .Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Last().Item2)),
            Configure = functions =>
            {
                // A test that moves the clock calls FireAsync; otherwise every timer function would run beside it.
                functions.FollowSchedules = false;
                // A test that leaves a request hanging does not wait for it.
                functions.Services.PostConfigure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
                functions.Services.PostConfigure<PasswordHasherOptions>(hashing => hashing.IterationCount = 10);
                configure?.Invoke(functions.Services);
            },
        });
        TestFaults.ApplyTo(app.Storage.Cosmos);
        // Replicas lag by a moment: when a test's time passes, it is over.
        clock.Moving += app.Storage.Cosmos.CatchUp;
        await app.StartAsync();
        // What the product does at start beside its first requests is over before a test counts any.
        foreach (var atStart in app.Services.GetServices<IHostedService>().OfType<BackgroundService>())
            await (atStart.ExecuteTask ?? Task.CompletedTask).WaitAsync(TimeSpan.FromSeconds(30));
        return new TestApp(app, clock);
    }

    /// <summary>Starts another instance of the same deployment, with the same storage, clock and key.</summary>
    public Task<TestApp> StartAnotherInstanceAsync(params (string Name, string Value)[] settings) =>
        StartAsync(
            clock: Clock,
            configure: services => services.Configure<CosmosSettings>(cosmos => cosmos.HttpHandler = Cosmos),
            settings: settings);

    /// <summary>The same user on another instance, or with another token.</summary>
    public TestUser As(TestUser user, string? token = null) => new(_http, token ?? user.Token, user.Username, user.Id);

    /// <summary>Registers a user and signs them in.</summary>
    public async Task<TestUser> RegisterAsync(string username, string password = Password)
    {
        (await Anonymous.Post("/api/users", new { username, password })).ShouldBe(200);
        return await LoginAsync(username, password);
    }

    public async Task<TestUser> LoginAsync(string username, string password = Password)
    {
        var login = (await Anonymous.Post("/api/users/login", new { username, password })).ShouldBe(200);
        return new TestUser(_http, (string)login["token"]!, username, (string)login["user"]!["_id"]!);
    }

    /// <summary>Fires a timer function now.</summary>
    public async Task FireAsync(string function) =>
        (await Anonymous.Post($"/admin/functions/{function}", new { input = "" })).ShouldHave(202);

    /// <summary>How many pictures Blob storage holds; none of their sizes may be left alone there.</summary>
    public async Task<int> CountPicturesAsync()
    {
        var listed = new List<ListedPicture>();
        await foreach (var picture in Services.GetRequiredService<PictureStore>().ListAsync(owner: null, CancellationToken.None))
            listed.Add(picture);
        var pictures = listed.Where(picture => picture.IsWhole)
            .Select(picture => (picture.Owner, picture.Version.Hash)).ToHashSet();
        Assert.All(listed, size => Assert.Contains((size.Owner, size.Version.Hash), pictures));
        return pictures.Count;
    }

    /// <summary>Returns a list to which every request to Blob storage from now on is added.</summary>
    public List<BlobOperation> BlobRequestsSeen()
    {
        var requests = new List<BlobOperation>();
        Blobs.Served += request =>
        {
            lock (requests)
                requests.Add(request.Operation);
        };
        return requests;
    }

    /// <summary>
    /// Returns the requests to Cosmos for data, without metadata and query plans, during an action. Pages are whole meanwhile:
    /// how many requests it takes to read short ones says nothing about the product.
    /// </summary>
    public async Task<IReadOnlyList<CosmosRequest>> CosmosRequestsAsync(Func<Task> action)
    {
        var seen = new List<CosmosRequest>();
        var shortPages = Cosmos.ShortPages;
        Cosmos.ShortPages = false;
        Cosmos.Served += Note;
        try
        {
            await action();
        }
        finally
        {
            Cosmos.Served -= Note;
            Cosmos.ShortPages = shortPages;
        }

        return seen;

        void Note(CosmosRequest request)
        {
            if (request.Operation is CosmosOperation.Metadata or CosmosOperation.QueryPlan)
                return;
            lock (seen)
                seen.Add(request);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>A user with a token.</summary>
public sealed class TestUser(HttpClient http, string token, string username, string id) : ApiClient(http, token)
{
    public string Token { get; } = token;

    public string Username { get; } = username;

    /// <summary>The account's <c>_id</c>.</summary>
    public string Id { get; } = id;
}
