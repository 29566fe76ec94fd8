using System.Net;
using System.Text;
using System.Text.Json;
using LeRun.LocalHost.Cosmos;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public class ItemTests
{
    private static readonly PartitionKey _a = new("a");

    [Fact]
    public async Task Item_is_read_back_with_its_system_properties()
    {
        using var cosmos = new CosmosHarness();
        var created = await cosmos.CreateAsync("1", n: 3, name: "Ä \"x\"");
        var read = await cosmos.Items.ReadItemAsync<JsonElement>("1", _a);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("Ä \"x\"", read.Resource.GetProperty("name").GetString());
        Assert.Equal(cosmos.Clock.Now.ToUnixTimeSeconds(), read.Resource.GetProperty("_ts").GetInt64());
        Assert.Equal(created.ETag, read.Resource.GetProperty("_etag").GetString());
        Assert.Equal(created.ETag, read.ETag);
        Assert.StartsWith("dbs/", read.Resource.GetProperty("_self").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, read.RequestCharge);
        Assert.Equal(4.95, created.RequestCharge);
    }

    [Fact]
    public async Task Upsert_creates_then_replaces_and_keeps_the_resource_id()
    {
        using var cosmos = new CosmosHarness();
        var item = new Dictionary<string, object> { ["id"] = "1", ["pk"] = "a" };
        var first = await cosmos.Items.UpsertItemAsync(item, _a);
        item["n"] = 2;
        var second = await cosmos.Items.UpsertItemAsync(item, _a);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(first.Resource["_rid"].ToString(), second.Resource["_rid"].ToString());
        Assert.NotEqual(first.ETag, second.ETag);
    }

    [Fact]
    public async Task Write_with_a_stale_etag_is_refused_and_changes_nothing()
    {
        using var cosmos = new CosmosHarness();
        var stale = (await cosmos.CreateAsync("1")).ETag;
        var options = new ItemRequestOptions { IfMatchEtag = stale };
        await cosmos.Items.ReplaceItemAsync(new Thing { Id = "1", Pk = "a", N = 1 }, "1", _a, options);

        foreach (var write in (Func<Task>[])
        [
            () => cosmos.Items.ReplaceItemAsync(new Thing { Id = "1", Pk = "a", N = 2 }, "1", _a, options),
            () => cosmos.Items.UpsertItemAsync(new Thing { Id = "1", Pk = "a", N = 2 }, _a, options),
            () => cosmos.Items.DeleteItemAsync<Thing>("1", _a, options),
            () => cosmos.Items.PatchItemAsync<Thing>("1", _a, [PatchOperation.Set("/n", 2)], new() { IfMatchEtag = stale }),
        ])
        {
            Assert.Equal(HttpStatusCode.PreconditionFailed, await CosmosHarness.RefusalOfAsync(write));
        }

        Assert.Equal(1, (await cosmos.ReadAsync("1")).N);
    }

    [Fact]
    public async Task Read_of_a_known_version_is_304()
    {
        using var cosmos = new CosmosHarness();
        var etag = (await cosmos.CreateAsync("1")).ETag;
        using var unchanged = await cosmos.Items.ReadItemStreamAsync("1", _a, new ItemRequestOptions { IfNoneMatchEtag = etag });

        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task If_none_match_star_creates_but_does_not_replace()
    {
        using var cosmos = new CosmosHarness();
        var options = new ItemRequestOptions { IfNoneMatchEtag = "*" };
        await cosmos.Items.UpsertItemAsync(new Thing { Id = "1", Pk = "a" }, _a, options);
        var refusal = await CosmosHarness.RefusalOfAsync(
            () => cosmos.Items.UpsertItemAsync(new Thing { Id = "1", Pk = "a", N = 9 }, _a, options));

        Assert.Equal(HttpStatusCode.PreconditionFailed, refusal);
        Assert.Equal(0, (await cosmos.ReadAsync("1")).N);
    }

    [Fact]
    public async Task Write_without_content_response_returns_only_an_etag()
    {
        using var cosmos = new CosmosHarness();
        var options = new ItemRequestOptions { EnableContentResponseOnWrite = false };
        var created = await cosmos.Items.CreateItemAsync(new Thing { Id = "1", Pk = "a" }, _a, options);

        Assert.Null(created.Resource);
        Assert.Equal((await cosmos.Items.ReadItemAsync<Thing>("1", _a)).ETag, created.ETag);
    }

    [Fact]
    public async Task Deleted_item_is_gone_and_its_id_is_free()
    {
        using var cosmos = new CosmosHarness();
        var etag = (await cosmos.CreateAsync("1")).ETag;
        var deleted = await cosmos.Items.DeleteItemAsync<Thing>("1", _a);

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await CosmosHarness.RefusalOfAsync(() => cosmos.ReadAsync("1")));
        Assert.Equal(HttpStatusCode.NotFound, await CosmosHarness.RefusalOfAsync(
            () => cosmos.Items.DeleteItemAsync<Thing>("1", _a)));
        Assert.NotEqual(etag, (await cosmos.CreateAsync("1")).ETag);
    }

    [Theory]
    [InlineData("""{"pk":"a"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"id":7,"pk":"a"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"id":"a\\b","pk":"a"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"id":"1","pk":"a","lone":"\ud83d"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"id":"1","pk":"a","deep":[{"\uDE00x":1}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"id":"1","pk":"a","turned":"\ude00\ud83d"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"id":"1","pk":"b"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"id":"1"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"id":"1","pk":"a","ttl":0}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"id":"1","pk":"a",""", HttpStatusCode.BadRequest)]
    [InlineData("""["id"]""", HttpStatusCode.BadRequest)]
    public async Task Malformed_item_is_refused(string json, HttpStatusCode status)
    {
        using var cosmos = new CosmosHarness();
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(json));
        using var response = await cosmos.Items.CreateItemStreamAsync(body, _a);

        Assert.Equal(status, response.StatusCode);
        Assert.Empty(await cosmos.IdsAsync(""));
    }

    [Fact]
    public async Task Replace_cannot_change_the_partition()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("1");
        var refused = await Assert.ThrowsAsync<CosmosException>(
            () => cosmos.Items.ReplaceItemAsync(new Thing { Id = "1", Pk = "b" }, "1", _a));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Unknown_container_is_404_and_can_be_created()
    {
        using var cosmos = new CosmosHarness();
        var missing = await CosmosHarness.RefusalOfAsync(
            () => cosmos.Client.GetContainer("db", "more").ReadItemAsync<Thing>("1", _a));
        var database = (await cosmos.Client.CreateDatabaseIfNotExistsAsync("other")).Database;
        Container container = await database.CreateContainerIfNotExistsAsync("more", "/pk");
        await container.CreateItemAsync(new Thing { Id = "1", Pk = "a" });

        Assert.Equal(HttpStatusCode.NotFound, missing);
        Assert.Equal(HttpStatusCode.OK, (await database.CreateContainerIfNotExistsAsync("more", "/pk")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await cosmos.Client.CreateDatabaseIfNotExistsAsync("other")).StatusCode);
        Assert.Equal("1", (await container.ReadItemAsync<Thing>("1", _a)).Resource.Id);
    }

    [Fact]
    public async Task Every_request_is_shown_with_what_it_addressed_and_cost()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("1");
        await cosmos.ReadAsync("1");
        await cosmos.QueryAsync<Thing>("SELECT * FROM c");

        var data = cosmos.Served
            .Where(request => request.Operation is not (CosmosOperation.Metadata or CosmosOperation.QueryPlan))
            .ToList();
        Assert.Equal(["Create", "Read", "Query"], data.Select(request => request.Operation.ToString()));
        Assert.Equal(["[\"a\"]", "[\"a\"]", null], data.Select(request => request.PartitionKey));
        Assert.Equal(["1", "1", null], data.Select(request => request.ItemId));
        Assert.Equal([201, 200, 200], data.Select(request => request.Status));
        Assert.Equal("SELECT * FROM c", data[2].Query);
        Assert.All(data, request => Assert.True(request.Charge >= 1 && request.Container == "items"));
    }
}
