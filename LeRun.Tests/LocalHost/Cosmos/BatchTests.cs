using System.Net;
using LeRun.LocalHost.Cosmos;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public class BatchTests
{
    private static readonly PartitionKey A = new("a");

    [Fact]
    public async Task A_batch_does_every_kind_of_operation_and_sees_its_own_effects()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.Create("old");
        await cosmos.Create("dead");
        var batch = cosmos.Items.CreateTransactionalBatch(A)
            .CreateItem(new Thing { Id = "new", Pk = "a" })
            .PatchItem("new", [PatchOperation.Increment("/n", 2)])
            .ReplaceItem("old", new Thing { Id = "old", Pk = "a", N = 5 })
            .UpsertItem(new Thing { Id = "up", Pk = "a" })
            .DeleteItem("dead")
            .ReadItem("new");
        using var response = await batch.ExecuteAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.NoContent, HttpStatusCode.OK],
            response.Select(result => result.StatusCode));
        Assert.Equal(2, response.GetOperationResultAtIndex<Thing>(5).Resource.N);
        Assert.Equal((await cosmos.Items.ReadItemAsync<Thing>("new", A)).ETag, response[5].ETag);
        Assert.Equal(["old", "new", "up"], await cosmos.Ids("", "a"));
        Assert.True(response.RequestCharge > 20);
        Assert.Single(cosmos.Served, request => request.Operation == CosmosOperation.Batch);
    }

    [Fact]
    public async Task Batch_with_one_failure_applies_nothing_and_reports_which()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.Create("taken");
        using var response = await cosmos.Items.CreateTransactionalBatch(A)
            .CreateItem(new Thing { Id = "1", Pk = "a" })
            .CreateItem(new Thing { Id = "taken", Pk = "a" })
            .DeleteItem("taken")
            .ExecuteAsync();

        Assert.False(response.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal([HttpStatusCode.FailedDependency, HttpStatusCode.Conflict, HttpStatusCode.FailedDependency], response.Select(result => result.StatusCode));
        Assert.Equal(["taken"], await cosmos.Ids("", "a"));
    }

    [Fact]
    public async Task Each_operation_may_have_its_own_condition()
    {
        using var cosmos = new CosmosHarness();
        var stale = (await cosmos.Create("1")).ETag;
        await cosmos.Items.PatchItemAsync<Thing>("1", A, [PatchOperation.Set("/n", 1)]);

        using var etag = await cosmos.Items.CreateTransactionalBatch(A)
            .CreateItem(new Thing { Id = "2", Pk = "a" })
            .ReplaceItem("1", new Thing { Id = "1", Pk = "a" }, new TransactionalBatchItemRequestOptions { IfMatchEtag = stale })
            .ExecuteAsync();
        using var predicate = await cosmos.Items.CreateTransactionalBatch(A)
            .PatchItem("1", [PatchOperation.Set("/n", 9)], new TransactionalBatchPatchItemRequestOptions { FilterPredicate = "from c where c.n > 1" })
            .ExecuteAsync();

        Assert.Equal(HttpStatusCode.PreconditionFailed, etag.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, predicate.StatusCode);
        Assert.Equal(1, (await cosmos.Read("1")).N);
        Assert.Equal(["1"], await cosmos.Ids("", "a"));
    }

    [Fact]
    public async Task Minimal_return_omits_the_bodies()
    {
        using var cosmos = new CosmosHarness();
        using var response = await cosmos.Items.CreateTransactionalBatch(A)
            .CreateItem(new Thing { Id = "1", Pk = "a" }, new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false })
            .ExecuteAsync();

        Assert.Null(response[0].ResourceStream);
        Assert.NotEmpty(response[0].ETag);
    }

    [Fact]
    public async Task A_hundred_operations_are_allowed_and_more_are_not()
    {
        using var cosmos = new CosmosHarness();
        var hundred = Enumerable.Range(0, 100).Aggregate(cosmos.Items.CreateTransactionalBatch(A), (batch, i) => batch.CreateItem(new Thing { Id = $"{i}", Pk = "a" }));
        using var allowed = await hundred.ExecuteAsync();
        using var refused = await Enumerable.Range(0, 101).Aggregate(cosmos.Items.CreateTransactionalBatch(A), (batch, i) => batch.UpsertItem(new Thing { Id = $"x{i}", Pk = "a" })).ExecuteAsync();

        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(100, (await cosmos.Ids("", "a")).Length);
    }

    [Fact]
    public async Task Batch_with_an_item_of_another_partition_is_refused()
    {
        using var cosmos = new CosmosHarness();
        using var response = await cosmos.Items.CreateTransactionalBatch(A).CreateItem(new Thing { Id = "1", Pk = "b" }).ExecuteAsync();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(await cosmos.Ids(""));
    }

    [Fact]
    public async Task A_like_and_its_counter_stay_equal_under_concurrency()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.Create("post");
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(async () =>
        {
            using var response = await cosmos.Items.CreateTransactionalBatch(A)
                .CreateItem(new Thing { Id = $"like-{i % 20}", Pk = "a" })
                .PatchItem("post", [PatchOperation.Increment("/n", 1)])
                .ExecuteAsync();
        })));

        Assert.Equal(20, (await cosmos.Read("post")).N);
        Assert.Equal(20, (await cosmos.Ids("WHERE STARTSWITH(c.id, 'like-')", "a")).Length);
    }
}
