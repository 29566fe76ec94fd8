using System.Net;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public class PatchTests
{
    private static readonly PartitionKey _a = new("a");

    [Fact]
    public async Task Operations_apply_in_order_to_properties_and_arrays()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("1", n: 1, name: "x", tags: ["a", "b"]);
        var patched = await cosmos.Items.PatchItemAsync<JsonElement>("1", _a,
        [
            PatchOperation.Increment("/n", 4),
            PatchOperation.Increment("/fresh", 2.5),
            PatchOperation.Set("/name", "y"),
            PatchOperation.Add("/tags/-", "z"),
            PatchOperation.Add("/tags/0", "first"),
            PatchOperation.Set("/tags/1", "A"),
            PatchOperation.Remove("/tags/2"),
            PatchOperation.Add("/deep", new { inner = 1 }),
            PatchOperation.Replace("/deep/inner", 2),
            PatchOperation.Move("/name", "/deep/name"),
        ]);

        var item = patched.Resource;
        Assert.Equal(5, item.GetProperty("n").GetInt32());
        Assert.Equal(2.5, item.GetProperty("fresh").GetDouble());
        Assert.Equal("""["first","A","z"]""", item.GetProperty("tags").GetRawText());
        Assert.Equal("""{"inner":2,"name":"y"}""", item.GetProperty("deep").GetRawText());
        Assert.False(item.TryGetProperty("name", out _));
        Assert.Equal(patched.ETag, item.GetProperty("_etag").GetString());
    }

    public static TheoryData<string> Impossible => new(Refused.Keys);

    private static Dictionary<string, PatchOperation> Refused { get; } = new()
    {
        ["replace of a missing property"] = PatchOperation.Replace("/none", 1),
        ["remove of a missing property"] = PatchOperation.Remove("/none"),
        ["missing parent"] = PatchOperation.Set("/none/x", 1),
        ["index beyond the array"] = PatchOperation.Add("/tags/9", "x"),
        ["set beyond the array"] = PatchOperation.Set("/tags/2", "x"),
        ["increment of a string"] = PatchOperation.Increment("/name", 1),
        ["increment of null"] = PatchOperation.Increment("/nothing", 1),
        ["move of nothing"] = PatchOperation.Move("/none", "/n"),
        ["the id"] = PatchOperation.Set("/id", "2"),
        ["the partition key"] = PatchOperation.Set("/pk", "b"),
        ["removal of the partition key"] = PatchOperation.Remove("/pk"),
        ["a system property"] = PatchOperation.Set("/_ts", 1),
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task Impossible_operation_refuses_the_whole_patch(string which)
    {
        using var cosmos = new CosmosHarness();
        await cosmos.Items.CreateItemAsync(
            new { id = "1", pk = "a", n = 0, name = "x", tags = new[] { "a", "b" }, nothing = (string?)null }, _a);
        var refused = await Assert.ThrowsAsync<CosmosException>(
            () => cosmos.Items.PatchItemAsync<Thing>("1", _a, [PatchOperation.Set("/n", 5), Refused[which]]));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(0, (await cosmos.ReadAsync("1")).N);
    }

    [Fact]
    public async Task Ten_operations_are_allowed_and_eleven_are_not()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("1");
        PatchOperation[] eleven = [.. Enumerable.Repeat(PatchOperation.Increment("/n", 1), 11)];
        await cosmos.Items.PatchItemAsync<Thing>("1", _a, eleven[..10]);
        var refused = await Assert.ThrowsAsync<CosmosException>(() => cosmos.Items.PatchItemAsync<Thing>("1", _a, eleven));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(10, (await cosmos.ReadAsync("1")).N);
    }

    [Fact]
    public async Task Patch_may_be_a_bare_list_of_operations()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("1");
        var patched = await cosmos.SendAsync(
            HttpMethod.Patch, "dbs/db/colls/items/docs/1", """[{"op":"incr","path":"/n","value":3}]""");

        Assert.Equal(HttpStatusCode.OK, patched.Status);
        Assert.Equal(3, (await cosmos.ReadAsync("1")).N);
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""[7]""")]
    [InlineData("""[{"op":7,"path":"/n","value":3}]""")]
    [InlineData("""[{"op":"incr","path":7,"value":3}]""")]
    [InlineData("""{"operations":7}""")]
    [InlineData("""{"operations":[{"op":"set","path":"/n","value":3}],"condition":7}""")]
    [InlineData("""[{"op":"set","path":"/n","value":"\ud83d"}]""")]
    [InlineData("""7""")]
    public async Task Malformed_patch_is_a_400(string json)
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("1");
        var refused = await cosmos.SendAsync(HttpMethod.Patch, "dbs/db/colls/items/docs/1", json);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
    }

    [Fact]
    public async Task Missing_item_is_404()
    {
        using var cosmos = new CosmosHarness();
        var refusal = await CosmosHarness.RefusalOfAsync(
            () => cosmos.Items.PatchItemAsync<Thing>("1", _a, [PatchOperation.Set("/n", 1)]));

        Assert.Equal(HttpStatusCode.NotFound, refusal);
    }

    [Fact]
    public async Task Condition_holds_exactly_under_concurrency()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("room", tags: []);
        var options = new PatchItemRequestOptions
        {
            FilterPredicate = "from c where ARRAY_LENGTH(c.tags) < 10 and not array_contains(c.tags, \"nobody\")",
        };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            PatchOperation[] join = [PatchOperation.Add("/tags/-", $"{i}"), PatchOperation.Increment("/n", 1)];
            using var response = await cosmos.Items.PatchItemStreamAsync("room", _a, join, options);
            return response.StatusCode;
        })));

        var room = await cosmos.ReadAsync("room");
        Assert.Equal(10, outcomes.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(40, outcomes.Count(status => status == HttpStatusCode.PreconditionFailed));
        Assert.Equal(10, room.N);
        Assert.Equal(10, room.Tags!.Distinct().Count());
    }
}
