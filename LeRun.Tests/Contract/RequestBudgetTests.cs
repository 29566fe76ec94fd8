using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;

namespace LeRun.Tests.Contract;

/// <summary>Cosmos requests per route, counted at the far end, against the budget of the design.</summary>
public class RequestBudgetTests
{
    [Fact]
    public async Task Accounts()
    {
        await using var app = await TestApp.StartAsync();
        var user = await SignedInAsync(app);

        await Costs(app, 1, () => app.Anonymous.Post("/api/users", new { username = "liyang", password = TestApp.Password }));
        var credentials = new { username = "shikai", password = TestApp.Password };
        await Costs(app, 1, () => app.Anonymous.Post("/api/users/login", credentials));
        await Costs(app, 1, () => user.Get("/api/users/liyang"));
        await Costs(app, 1, () => user.Get("/api/users/profilepic/liyang"));
        await Costs(app, 1, () => user.Get($"/api/users/{user.Id}"));
        await Costs(app, 1, () => user.Put("/api/users/update/nickname", new { nickname = "Kai" }));
        await Costs(app, 1, () => user.Get("/api/users"), CosmosOperation.Query);
        await Costs(app, 1, () => user.Put("/api/users/update", new { password = "another horse" }));
    }

    [Fact]
    public async Task Live_runs()
    {
        await using var app = await TestApp.StartAsync();
        var user = await SignedInAsync(app);

        await Costs(app, 1, () => user.Put("/api/users/run/data", new { runData = Run.Data(100, 10) }));
        await Costs(app, 1, () => user.Put("/api/users/run/data", new { runData = Run.Data(110, 11) }));
        await Costs(app, 1, () => user.Get("/api/users/run/data/shikai"));
    }

    [Fact]
    public async Task Records()
    {
        await using var app = await TestApp.StartAsync();
        var user = await SignedInAsync(app);
        string id = "";

        await Costs(app, 1, async () =>
        {
            var reply = await user.Post("/api/users/run/record", new { runRecord = Run.Data() });
            id = (string)reply.Json["_id"]!;
            return reply;
        });
        await Costs(app, 2, () => user.Post("/api/users/run/record", new { runRecord = Run.Data() }));
        (await user.Put("/api/users/run/data", new { runData = Run.Data(start: "2024-11-22T13:00:00Z") })).ShouldBe(200);
        await Costs(app, 2, () => user.Post("/api/users/run/record", "{}"));
        await Costs(app, 1, () => user.Get($"/api/users/run/records/shikai/{id}"));
        await Costs(app, 1, () => user.Get("/api/users/run/records/shikai?limit=1"), CosmosOperation.Query, "[\"shikai\"]");
        const string Tracks = "/api/users/run/records/shikai?include=markers";
        await Costs(app, 1, () => user.Get(Tracks), CosmosOperation.Query, "[\"shikai\"]");
        await Costs(app, 2, () => user.Delete($"/api/users/run/records/shikai/{id}"));
    }

    // The first request of an instance reads which tokens died; after that, signing in costs nothing.
    private static async Task<TestUser> SignedInAsync(TestApp app)
    {
        var user = await app.RegisterAsync("shikai");
        (await user.Get("/api/users/shikai")).ShouldBe(200);
        return user;
    }

    private static async Task Costs(
        TestApp app, int most, Func<Task<Reply>> call, CosmosOperation? only = null, string? partition = null)
    {
        var requests = await app.CosmosRequestsAsync(async () => (await call()).ShouldHave(200));

        Assert.True(requests.Count <= most, $"{requests.Count} requests, not {most}: {string.Join(", ", requests)}");
        if (only is { } operation)
            Assert.All(requests, request => Assert.Equal((operation, partition), (request.Operation, request.PartitionKey)));
    }
}
