using System.Net;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public class ExpiryTests
{
    private static readonly PartitionKey _a = new("a");

    [Fact]
    public async Task Expired_item_is_gone_for_reads_queries_and_creates()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.Items.CreateItemAsync(new Thing { Id = "1", Pk = "a", TimeToLive = 60 }, _a);
        cosmos.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(["1"], await cosmos.IdsAsync(""));

        cosmos.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(await cosmos.IdsAsync(""));
        Assert.Equal(HttpStatusCode.NotFound, await CosmosHarness.RefusalOfAsync(() => cosmos.ReadAsync("1")));
        Assert.Equal(HttpStatusCode.Created, (await cosmos.CreateAsync("1", n: 2)).StatusCode);
        Assert.Equal(2, (await cosmos.ReadAsync("1")).N);
        Assert.Equal(["1"], await cosmos.IdsAsync(""));
    }

    [Fact]
    public async Task Write_restarts_the_time_to_live()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.Items.CreateItemAsync(new Thing { Id = "1", Pk = "a", TimeToLive = 60 }, _a);
        cosmos.Clock.Advance(TimeSpan.FromSeconds(50));
        await cosmos.Items.PatchItemAsync<Thing>("1", _a, [PatchOperation.Set("/n", 1)]);
        cosmos.Clock.Advance(TimeSpan.FromSeconds(50));

        Assert.Equal(1, (await cosmos.ReadAsync("1")).N);
    }

    [Theory]
    [InlineData(null, 10, true)]
    [InlineData(-1, null, true)]
    [InlineData(-1, 10, false)]
    [InlineData(10, null, false)]
    [InlineData(10, -1, true)]
    [InlineData(10, 1000, true)]
    public async Task Items_own_time_to_live_overrides_the_containers(int? container, int? item, bool lives)
    {
        using var cosmos = new CosmosHarness(properties: CosmosHarness.Properties(container));
        await cosmos.Items.CreateItemAsync(new Thing { Id = "1", Pk = "a", TimeToLive = item }, _a);
        cosmos.Clock.Advance(TimeSpan.FromSeconds(100));

        Assert.Equal(lives, (await cosmos.IdsAsync("")).Length == 1);
    }
}
