using System.Net;
using LeRun.LocalHost.Cosmos;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public class FaultTests
{
    [Fact]
    public async Task Throttled_request_is_429_with_its_wait()
    {
        using var cosmos = new CosmosHarness();
        cosmos.Embedded.Inject = request => request.Operation == CosmosOperation.Create
            ? CosmosFault.Throttle(TimeSpan.FromMilliseconds(1500))
            : null;
        var refused = await Assert.ThrowsAsync<CosmosException>(() => cosmos.CreateAsync("1"));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), refused.RetryAfter);
        Assert.Empty(await cosmos.IdsAsync(""));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(408)]
    public async Task Refused_write_is_not_applied(int status)
    {
        using var cosmos = new CosmosHarness();
        cosmos.Embedded.Inject = request => request.Operation == CosmosOperation.Create
            ? status == 503 ? CosmosFault.ServiceUnavailable : CosmosFault.RequestTimeout
            : null;
        var refused = await Assert.ThrowsAsync<CosmosException>(() => cosmos.CreateAsync("1"));

        Assert.Equal(status, (int)refused.StatusCode);
        Assert.Empty(await cosmos.IdsAsync(""));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Broken_connection_hides_whether_the_write_was_applied(bool applied)
    {
        using var cosmos = new CosmosHarness();
        await cosmos.IdsAsync("");
        cosmos.Embedded.Inject = request => request.Operation == CosmosOperation.Create
            ? applied ? CosmosFault.DropAfterCommit : CosmosFault.Unreachable
            : null;
        await Assert.ThrowsAnyAsync<Exception>(() => cosmos.CreateAsync("1"));

        Assert.Equal(applied ? 1 : 0, (await cosmos.IdsAsync("")).Length);
        Assert.Contains(cosmos.Served, request => request is { Operation: CosmosOperation.Create, Status: 0 });
    }

    [Fact]
    public async Task Delayed_request_waits_for_the_test()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("1");
        var released = new TaskCompletionSource();
        cosmos.Embedded.Inject = request => request.Operation == CosmosOperation.Replace
            ? CosmosFault.Delay(() => released.Task)
            : null;

        var slow = cosmos.Items.ReplaceItemAsync(new Thing { Id = "1", Pk = "a", N = 2 }, "1", new PartitionKey("a"));
        await cosmos.Items.UpsertItemAsync(new Thing { Id = "1", Pk = "a", N = 1 }, new PartitionKey("a"));
        Assert.Equal(1, (await cosmos.ReadAsync("1")).N);
        released.SetResult();
        await slow;

        Assert.Equal(2, (await cosmos.ReadAsync("1")).N);
    }
}
