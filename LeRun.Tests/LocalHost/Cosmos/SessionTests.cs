using System.Net;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public class SessionTests
{
    private static readonly PartitionKey _a = new("a");

    [Fact]
    public async Task Session_reads_its_own_write_and_another_one_does_not_yet()
    {
        using var cosmos = new CosmosHarness();
        var other = cosmos.OpenSession();
        cosmos.Embedded.StaleReads = TimeSpan.FromHours(1);
        await cosmos.CreateAsync("1", n: 7);

        Assert.Equal(7, (await cosmos.ReadAsync("1")).N);
        Assert.Equal(["1"], await cosmos.IdsAsync("", "a"));
        Assert.Equal(["1"], await cosmos.IdsAsync(""));
        // Twice: a stale response does not tell the session that it has seen the write.
        for (var i = 0; i < 2; i++)
        {
            Assert.Null(await FindAsync(other, "1"));
            Assert.Empty(await IdsAsync(other));
            Assert.Empty(await other.ReadManyItemsAsync<Thing>([("1", _a)]));
        }
    }

    [Fact]
    public async Task Others_see_a_write_when_the_lag_is_over()
    {
        using var cosmos = new CosmosHarness();
        var other = cosmos.OpenSession();
        cosmos.Embedded.StaleReads = TimeSpan.FromMilliseconds(200);
        await cosmos.CreateAsync("1");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await FindAsync(other, "1") is null)
            await Task.Delay(20, patience.Token);

        Assert.Equal(["1"], await IdsAsync(other));
    }

    [Fact]
    public async Task Stale_session_sees_the_versions_before_each_write()
    {
        using var cosmos = new CosmosHarness();
        for (var i = 0; i < 4; i++)
            await cosmos.CreateAsync($"{i}", n: i);
        var other = cosmos.OpenSession();
        cosmos.Embedded.StaleReads = TimeSpan.FromHours(1);
        await cosmos.Items.PatchItemAsync<Thing>("0", _a, [PatchOperation.Set("/n", 10)]);
        await cosmos.Items.PatchItemAsync<Thing>("0", _a, [PatchOperation.Set("/n", 11)]);
        await cosmos.Items.DeleteItemAsync<Thing>("1", _a);
        await cosmos.Items.UpsertItemAsync(new Thing { Id = "2", Pk = "a", N = 12 }, _a);
        await cosmos.CreateAsync("4", n: 4);

        Assert.Equal(0, (await FindAsync(other, "0"))!.N);
        Assert.Equal(1, (await FindAsync(other, "1"))!.N);
        Assert.Equal(["3", "2", "1", "0"], await IdsAsync(other, "ORDER BY c.n DESC"));
        Assert.Equal(["2", "0", "4", "3"], await cosmos.IdsAsync("ORDER BY c.n DESC", "a"));
    }

    [Fact]
    public async Task Write_and_its_conditions_never_lag_and_show_the_session_what_was_before()
    {
        using var cosmos = new CosmosHarness();
        var old = (await cosmos.CreateAsync("1")).ETag;
        var other = cosmos.OpenSession();
        cosmos.Embedded.StaleReads = TimeSpan.FromHours(1);
        await cosmos.Items.PatchItemAsync<Thing>("1", _a, [PatchOperation.Set("/n", 1)]);
        await cosmos.CreateAsync("2");
        var replace = await Assert.ThrowsAsync<CosmosException>(() => other.ReplaceItemAsync(
            new Thing { Id = "1", Pk = "a" }, "1", _a, new ItemRequestOptions { IfMatchEtag = old }));

        Assert.Equal(HttpStatusCode.PreconditionFailed, replace.StatusCode);
        Assert.Equal(1, (await FindAsync(other, "1"))!.N);
        Assert.Equal(["1", "2"], await IdsAsync(other));
    }

    [Fact]
    public async Task Batch_is_seen_whole_or_not_at_all()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("post");
        var other = cosmos.OpenSession();
        cosmos.Embedded.StaleReads = TimeSpan.FromHours(1);
        using var response = await cosmos.Items.CreateTransactionalBatch(_a)
            .CreateItem(new Thing { Id = "like", Pk = "a" })
            .PatchItem("post", [PatchOperation.Increment("/n", 1)])
            .ExecuteAsync();

        Assert.Null(await FindAsync(other, "like"));
        Assert.Equal(0, (await FindAsync(other, "post"))!.N);
        Assert.NotNull(await FindAsync(cosmos.Items, "like"));
        Assert.Equal(1, (await cosmos.ReadAsync("post")).N);
    }

    [Fact]
    public async Task Catching_up_ends_the_lag_of_the_writes_so_far()
    {
        using var cosmos = new CosmosHarness();
        var other = cosmos.OpenSession();
        cosmos.Embedded.StaleReads = TimeSpan.FromHours(1);
        await cosmos.CreateAsync("1");
        cosmos.Embedded.CatchUp();
        await cosmos.CreateAsync("2");

        Assert.NotNull(await FindAsync(other, "1"));
        Assert.Null(await FindAsync(other, "2"));
    }

    [Fact]
    public async Task Reads_are_current_when_nothing_lags()
    {
        using var cosmos = new CosmosHarness();
        var other = cosmos.OpenSession();
        cosmos.Embedded.StaleReads = TimeSpan.FromHours(1);
        await cosmos.CreateAsync("1");
        cosmos.Embedded.StaleReads = TimeSpan.Zero;

        Assert.NotNull(await FindAsync(other, "1"));
    }

    private static async Task<Thing?> FindAsync(Container items, string id)
    {
        try
        {
            return (await items.ReadItemAsync<Thing>(id, _a)).Resource;
        }
        catch (CosmosException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static async Task<string[]> IdsAsync(Container items, string clause = "")
    {
        using var pages = items.GetItemQueryIterator<string>($"SELECT VALUE c.id FROM c {clause}");
        var ids = new List<string>();
        while (pages.HasMoreResults)
            ids.AddRange(await pages.ReadNextAsync());
        return [.. ids];
    }
}
