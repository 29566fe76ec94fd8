using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;

namespace LeRun.Tests.Http;

/// <summary>What callers see while storage is out of reach.</summary>
public class StorageOutageTests : ApiTests
{
    public static TheoryData<string> Outages => ["throttled", "unavailable", "timeout", "unreachable"];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Storage_out_of_reach_is_a_503_that_says_when_to_come_back_and_nothing_internal(string outage)
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Get("/api/users/shikai")).ShouldBe(200);
        App.Cosmos.Inject = request => outage switch
        {
            "throttled" => CosmosFault.Throttle(TimeSpan.FromMilliseconds(1)),
            "unavailable" => CosmosFault.ServiceUnavailable,
            "timeout" => CosmosFault.RequestTimeout,
            _ => CosmosFault.Unreachable,
        };

        foreach (var reply in new[]
        {
            await user.Get("/api/users/shikai"),
            await user.Put("/api/users/update/nickname", new { nickname = "Kai" }),
            await user.Put("/api/users/run/data", new { runData = Run.Data() }),
            await user.Post("/api/users/run/record", new { runRecord = Run.Data() }),
            await user.Get("/api/users/run/records/shikai"),
        })
        {
            reply.ShouldFail(503);
            Assert.True(reply.Headers.ContainsKey("Retry-After"));
            Assert.DoesNotContain("cosmos", reply.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("   at ", reply.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Storage_without_a_response_is_a_503_after_the_deadline()
    {
        await using var app = await TestApp.StartAsync(settings: ("Cosmos:Deadline", "00:00:00.3"));
        var user = await app.RegisterAsync("shikai");
        (await user.Get("/api/users/shikai")).ShouldBe(200);
        app.Cosmos.Inject = _ => CosmosFault.Delay(() => new TaskCompletionSource().Task);

        (await user.Get("/api/users/shikai")).ShouldFail(503);
        (await user.Get("/api/users")).ShouldFail(503);
        (await user.Put("/api/users/update/nickname", new { nickname = "Kai" })).ShouldFail(503);
        (await user.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldFail(503);
    }

    [Fact]
    public async Task Throttling_that_passes_is_not_noticed()
    {
        var user = await App.RegisterAsync("shikai");
        var throttled = 0;
        App.Cosmos.Inject = _ =>
            Interlocked.Increment(ref throttled) <= 2 ? CosmosFault.Throttle(TimeSpan.FromMilliseconds(1)) : null;

        (await user.Get("/api/users/shikai")).ShouldBe(200);
    }

    [Fact]
    public async Task Health_tells_which_part_fails_and_nothing_of_why()
    {
        Assert.Equal("ok", (string?)(await Anonymous.Get("/api/health")).ShouldBe(200)["checks"]!["cosmos"]);
        App.Cosmos.Inject = _ => CosmosFault.Unreachable;

        Assert.Equal("ok", (string?)(await Anonymous.Get("/api/health")).ShouldBe(200)["status"]);
        App.Clock.Advance(TimeSpan.FromSeconds(5));
        var failed = await Anonymous.Get("/api/health");

        Assert.Equal("failed", (string?)failed.ShouldBe(503)["status"]);
        Assert.Equal("failed", (string?)failed.Json["checks"]!["cosmos"]);
        Assert.Matches(@"^\d+\.\d+\.\d+\+[0-9a-f]{7,40}$", (string?)failed.Json["version"]);
        Assert.True(failed.Headers.ContainsKey("Retry-After"));
    }

    [Fact]
    public async Task Health_asks_storage_seldom_however_often_it_is_asked()
    {
        var requests = await App.CosmosRequestsAsync(
            () => Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Anonymous.Get("/api/health"))));

        Assert.Single(requests);
    }
}
