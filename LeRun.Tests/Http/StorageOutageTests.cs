using LeRun.Functions;
using LeRun.LocalHost.Cosmos;
using LeRun.Storage;
using LeRun.Tests.Infra;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeRun.Tests.Http;

/// <summary>What callers see while storage is out of reach.</summary>
public class StorageOutageTests : ApiTests
{
    private static CosmosFault Silence => CosmosFault.Delay(() => new TaskCompletionSource().Task);

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
        app.Cosmos.Inject = _ => Silence;

        (await user.Get("/api/users/shikai")).ShouldFail(503);
        (await user.Get("/api/users")).ShouldFail(503);
        (await user.Put("/api/users/update/nickname", new { nickname = "Kai" })).ShouldFail(503);
        (await user.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldFail(503);
    }

    [Theory]
    [InlineData("all of it")]
    [InlineData("containers")]
    [InlineData("partitions")]
    public async Task Storage_that_was_never_used_is_a_503_after_the_deadline_too(string silent)
    {
        await using var app = await TestApp.StartAsync(settings: ("Cosmos:Deadline", "00:00:00.3"));
        // Signs the token, and uses no container but that of the users, if any.
        var user = silent == "all of it" ? null : await app.RegisterAsync("shikai");
        app.Cosmos.Inject = app.Cosmos.InjectMetadata = request => silent switch
        {
            "containers" => request.Container is null or "users" ? null : Silence,
            "partitions" => request.Operation == CosmosOperation.Metadata && request.Container is not "users" ? Silence : null,
            _ => Silence,
        };

        foreach (var path in user is null
            ? new[] { "/api/users/share/posts" }
            : ["/api/runRoom/all", "/api/runRoom/123456", "/api/users/run/records/shikai", "/api/users/run/data/shikai"])
        {
            (await (user ?? app.Anonymous).Get(path).WaitAsync(TimeSpan.FromSeconds(20))).ShouldFail(503);
        }

        if (user is not null)
        {
            var like = user.Post($"/api/users/share/posts/{app.Services.GetRequiredService<IdGenerator>().Next()}/likePost");
            (await like.WaitAsync(TimeSpan.FromSeconds(20))).ShouldFail(503);
            var record = user.Post("/api/users/run/record", new { runRecord = Run.Data() });
            (await record.WaitAsync(TimeSpan.FromSeconds(20))).ShouldFail(503);
        }
    }

    [Fact]
    public void Stores_leave_what_the_sdk_does_unbounded_to_the_deadline() => Assert.DoesNotContain(
        Directory.GetFiles(Repository.PathOf("LeRun.Shared"), "*Store*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText),
        text => text.Contains("ExecuteAsync(cancellationToken)", StringComparison.Ordinal)
            || text.Contains("ReadManyItems", StringComparison.Ordinal)
            || text.Contains("ItemStreamAsync(", StringComparison.Ordinal));

    [Fact]
    public async Task Containers_are_warmed_up_by_one_read_each_and_an_outage_keeps_no_app_from_starting()
    {
        await using var app = await TestApp.StartAsync(settings: ("Cosmos:Deadline", "00:00:00.3"));
        var warmUp = app.Services.GetServices<IHostedService>().OfType<ContainerWarmUp>().Single();

        var requests = await app.CosmosRequestsAsync(warmUp.WarmUpAsync);
        app.Cosmos.Inject = app.Cosmos.InjectMetadata = _ => Silence;
        await warmUp.WarmUpAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.All(requests, request => Assert.Equal(CosmosOperation.Read, request.Operation));
        Assert.Equal(
            LeRunApp.Containers.Select(container => container.Properties.Id).Order(),
            requests.Select(request => request.Container).Order());
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
        Assert.Matches(@"^\d+\.\d+\.\d+\+\d{8}\.[0-9a-f]{7,40}$", (string?)failed.Json["version"]);
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
