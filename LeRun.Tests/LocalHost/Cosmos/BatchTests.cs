using System.Net;
using System.Text.Json;
using LeRun.LocalHost.Cosmos;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public class BatchTests
{
    private static readonly PartitionKey _a = new("a");

    [Fact]
    public async Task Batch_does_every_kind_of_operation_and_sees_its_own_effects()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("old");
        await cosmos.CreateAsync("dead");
        var batch = cosmos.Items.CreateTransactionalBatch(_a)
            .CreateItem(new Thing { Id = "new", Pk = "a" })
            .PatchItem("new", [PatchOperation.Increment("/n", 2)])
            .ReplaceItem("old", new Thing { Id = "old", Pk = "a", N = 5 })
            .UpsertItem(new Thing { Id = "up", Pk = "a" })
            .DeleteItem("dead")
            .ReadItem("new");
        using var response = await batch.ExecuteAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            [201, 200, 200, 201, 204, 200],
            response.Select(result => (int)result.StatusCode));
        Assert.Equal(2, response.GetOperationResultAtIndex<Thing>(5).Resource.N);
        Assert.Equal((await cosmos.Items.ReadItemAsync<Thing>("new", _a)).ETag, response[5].ETag);
        Assert.Equal(["old", "new", "up"], await cosmos.IdsAsync("", "a"));
        Assert.True(response.RequestCharge > 20);
        Assert.Single(cosmos.Served, request => request.Operation == CosmosOperation.Batch);
    }

    [Fact]
    public async Task Batch_with_one_failure_applies_nothing_and_reports_which()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("taken");
        using var response = await cosmos.Items.CreateTransactionalBatch(_a)
            .CreateItem(new Thing { Id = "1", Pk = "a" })
            .CreateItem(new Thing { Id = "taken", Pk = "a" })
            .DeleteItem("taken")
            .ExecuteAsync();

        Assert.False(response.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal([424, 409, 424], response.Select(result => (int)result.StatusCode));
        Assert.Equal(["taken"], await cosmos.IdsAsync("", "a"));
    }

    [Fact]
    public async Task Each_operation_may_have_its_own_condition()
    {
        using var cosmos = new CosmosHarness();
        var stale = (await cosmos.CreateAsync("1")).ETag;
        await cosmos.Items.PatchItemAsync<Thing>("1", _a, [PatchOperation.Set("/n", 1)]);

        using var etag = await cosmos.Items.CreateTransactionalBatch(_a)
            .CreateItem(new Thing { Id = "2", Pk = "a" })
            .ReplaceItem("1", new Thing { Id = "1", Pk = "a" }, new TransactionalBatchItemRequestOptions { IfMatchEtag = stale })
            .ExecuteAsync();
        using var predicate = await cosmos.Items.CreateTransactionalBatch(_a)
            .PatchItem("1", [PatchOperation.Set("/n", 9)], new() { FilterPredicate = "from c where c.n > 1" })
            .ExecuteAsync();

        Assert.Equal(HttpStatusCode.PreconditionFailed, etag.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, predicate.StatusCode);
        Assert.Equal(1, (await cosmos.ReadAsync("1")).N);
        Assert.Equal(["1"], await cosmos.IdsAsync("", "a"));
    }

    [Fact]
    public async Task Minimal_return_omits_the_bodies()
    {
        using var cosmos = new CosmosHarness();
        using var response = await cosmos.Items.CreateTransactionalBatch(_a)
            .CreateItem(new Thing { Id = "1", Pk = "a" }, new() { EnableContentResponseOnWrite = false })
            .ExecuteAsync();

        Assert.Null(response[0].ResourceStream);
        Assert.NotEmpty(response[0].ETag);
    }

    [Fact]
    public async Task Hundred_operations_are_allowed_and_more_are_not()
    {
        using var cosmos = new CosmosHarness();
        using var allowed = await OfUpserts(100).ExecuteAsync();
        using var refused = await OfUpserts(101).ExecuteAsync();

        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(100, (await cosmos.IdsAsync("", "a")).Length);

        TransactionalBatch OfUpserts(int count) => Enumerable.Range(0, count).Aggregate(
            cosmos.Items.CreateTransactionalBatch(_a),
            (batch, i) => batch.UpsertItem(new Thing { Id = $"{count}-{i}", Pk = "a" }));
    }

    [Fact]
    public async Task Batch_with_an_item_of_another_partition_is_refused()
    {
        using var cosmos = new CosmosHarness();
        using var response = await cosmos.Items.CreateTransactionalBatch(_a)
            .CreateItem(new Thing { Id = "1", Pk = "b" })
            .ExecuteAsync();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(await cosmos.IdsAsync(""));
    }

    [Fact]
    public async Task Like_and_its_counter_stay_equal_under_concurrency()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("post");
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(async () =>
        {
            using var response = await cosmos.Items.CreateTransactionalBatch(_a)
                .CreateItem(new Thing { Id = $"like-{i % 20}", Pk = "a" })
                .PatchItem("post", [PatchOperation.Increment("/n", 1)])
                .ExecuteAsync();
        })));

        Assert.Equal(20, (await cosmos.ReadAsync("post")).N);
        Assert.Equal(20, (await cosmos.IdsAsync("WHERE STARTSWITH(c.id, 'like-')", "a")).Length);
    }

    [Fact]
    public async Task Batch_may_come_as_json()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("old");
        var done = await SendAsync(cosmos, """
            [
              {"operationType":"Create","resourceBody":{"id":"new","pk":"a","n":1}},
              {"operationType":"Patch","id":"new","resourceBody":{"operations":[{"op":"incr","path":"/n","value":2}]}},
              {"operationType":"Read","id":"new"},
              {"operationType":"Delete","id":"old"}
            ]
            """);
        var failed = await SendAsync(cosmos, """
            [
              {"operationType":"Upsert","resourceBody":{"id":"up","pk":"a"}},
              {"operationType":"Replace","id":"new","ifMatch":"\"other\"","resourceBody":{"id":"new","pk":"a"}}
            ]
            """);

        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Equal([201, 200, 200, 204], Statuses(done.Body));
        Assert.Equal(3, done.Body[2].GetProperty("resourceBody").GetProperty("n").GetInt32());
        Assert.NotEmpty(done.Body[2].GetProperty("eTag").GetString()!);
        Assert.Equal(HttpStatusCode.MultiStatus, failed.Status);
        Assert.Equal([424, 412], Statuses(failed.Body));
        Assert.Equal(["new"], await cosmos.IdsAsync(""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("[7]")]
    [InlineData("{}")]
    [InlineData("no batch at all")]
    [InlineData("\u0081\0\u0001")]
    [InlineData("""[{"operationType":"Rename"}]""")]
    [InlineData("""[{"operationType":"Read"}]""")]
    [InlineData("""[{"operationType":"Create"}]""")]
    [InlineData("""[{"operationType":"Create","resourceBody":7}]""")]
    [InlineData("""[{"operationType":"Create","resourceBody":{"id":"1","pk":"a","lone":"\ud83d"}}]""")]
    public async Task Body_that_is_no_batch_is_a_400(string body)
    {
        using var cosmos = new CosmosHarness();

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(cosmos, body)).Status);
    }

    [Fact]
    public async Task Batch_whose_response_would_pass_two_megabytes_applies_nothing()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("1", name: new string('x', 900_000));
        using var large = await cosmos.Items.CreateTransactionalBatch(_a)
            .CreateItem(new Thing { Id = "2", Pk = "a" })
            .ReadItem("1").ReadItem("1").ReadItem("1")
            .ExecuteAsync();
        using var minimal = await cosmos.Items.CreateTransactionalBatch(_a)
            .ReadItem("1").ReadItem("1")
            .PatchItem("1", [PatchOperation.Set("/n", 1)], new() { EnableContentResponseOnWrite = false })
            .ExecuteAsync();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal([424, 424, 424, 413], large.Select(result => (int)result.StatusCode));
        Assert.Equal(["1"], await cosmos.IdsAsync(""));
        Assert.True(minimal.IsSuccessStatusCode);
    }

    private static Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(CosmosHarness cosmos, string body) =>
        cosmos.SendAsync(
            HttpMethod.Post, "dbs/db/colls/items/docs", body, "x-ms-cosmos-is-batch-request", "x-ms-cosmos-batch-atomic");

    private static IEnumerable<int> Statuses(JsonElement results) =>
        results.EnumerateArray().Select(result => result.GetProperty("statusCode").GetInt32());
}
