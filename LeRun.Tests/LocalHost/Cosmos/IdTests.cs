using System.Net;
using System.Text;
using System.Text.Json;
using LeRun.LocalHost.Cosmos.Store;
using LeRun.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public class IdTests
{
    private static readonly PartitionKey _a = new("a");

    [Fact]
    public async Task Id_lives_once_in_each_partition()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("1", "a");
        await cosmos.CreateAsync("1", "b", n: 7);
        var conflict = await Assert.ThrowsAsync<CosmosException>(() => cosmos.CreateAsync("1", "a"));

        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        Assert.Equal(7, (await cosmos.ReadAsync("1", "b")).N);
    }

    [Fact]
    public async Task Too_large_items_and_too_long_ids_are_refused()
    {
        using var cosmos = new CosmosHarness();
        var large = await CosmosHarness.RefusalOfAsync(() => cosmos.CreateAsync("1", name: new string('x', 2 * 1024 * 1024)));
        var longId = await CosmosHarness.RefusalOfAsync(() => cosmos.CreateAsync(new string('é', 512)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large);
        Assert.Equal(HttpStatusCode.BadRequest, longId);
    }

    [Fact]
    public async Task Replace_can_change_the_id_and_keeps_the_resource()
    {
        using var cosmos = new CosmosHarness();
        foreach (var id in (string[])["1", "2", "3"])
            await cosmos.CreateAsync(id);
        var before = await cosmos.Items.ReadItemAsync<JsonElement>("1", _a);
        await cosmos.Items.ReplaceItemAsync(new Thing { Id = "9", Pk = "a", N = 5 }, "1", _a);
        var after = await cosmos.Items.ReadItemAsync<JsonElement>("9", _a);
        var taken = await Assert.ThrowsAsync<CosmosException>(
            () => cosmos.Items.ReplaceItemAsync(new Thing { Id = "3", Pk = "a" }, "2", _a));

        Assert.Equal(HttpStatusCode.NotFound, await CosmosHarness.RefusalOfAsync(() => cosmos.ReadAsync("1")));
        Assert.Equal(before.Resource.GetProperty("_rid").GetString(), after.Resource.GetProperty("_rid").GetString());
        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        Assert.Equal(["9", "2", "3"], await cosmos.IdsAsync("", "a"));
    }

    [Fact]
    public async Task Items_of_a_batch_can_swap_their_ids()
    {
        using var folder = new TemporaryFolder();
        using (var cosmos = new CosmosHarness(folder.Path))
        {
            await cosmos.CreateAsync("1", n: 1);
            await cosmos.CreateAsync("2", n: 2);
            using var response = await cosmos.Items.CreateTransactionalBatch(_a)
                .ReplaceItem("1", new Thing { Id = "t", Pk = "a", N = 1 })
                .ReplaceItem("2", new Thing { Id = "1", Pk = "a", N = 2 })
                .ReplaceItem("t", new Thing { Id = "2", Pk = "a", N = 1 })
                .ExecuteAsync();

            Assert.True(response.IsSuccessStatusCode, response.ErrorMessage);
            Assert.Equal(["2", "1"], await cosmos.IdsAsync("", "a"));
        }

        using var after = new CosmosHarness(folder.Path);
        Assert.Equal(["2", "1"], await after.IdsAsync(""));
        Assert.Equal(2, (await after.ReadAsync("1")).N);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a\tb")]
    public async Task Id_may_hold_what_a_url_reads_as_structure(string id)
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync(id);
        var read = await cosmos.SendAsync(HttpMethod.Get, $"dbs/db/colls/items/docs/{Uri.EscapeDataString(id)}");

        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.Equal([id], await cosmos.IdsAsync(""));
    }

    [Fact]
    public async Task Id_that_was_not_encoded_is_not_found()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("a/b");

        Assert.Equal(HttpStatusCode.NotFound, (await cosmos.SendAsync(HttpMethod.Get, "dbs/db/colls/items/docs/a/b")).Status);
    }

    [Fact]
    public async Task Partition_key_has_at_most_2048_bytes()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("1", new string('x', 2048));
        var refused = await Assert.ThrowsAsync<CosmosException>(() => cosmos.CreateAsync("1", new string('é', 1025)));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public void Lone_surrogates_of_an_earlier_version_are_replaced()
    {
        const string Whole = """{"a":"\ud83d\ude00 \\ud83d","b":"x"}""";
        var repaired = RequestJson.ReplaceLoneSurrogates(
            """{"a":"\ud83d\ude00","b":"\uD83D","\udE00":"\ud83d\u0041"}"""u8.ToArray());

        Assert.Equal("""{"a":"\ud83d\ude00","b":"\ufffd","\ufffd":"\ufffd\u0041"}""", Encoding.UTF8.GetString(repaired.Span));
        Assert.Equal(Whole, Encoding.UTF8.GetString(RequestJson.ReplaceLoneSurrogates(Encoding.UTF8.GetBytes(Whole)).Span));
    }
}
