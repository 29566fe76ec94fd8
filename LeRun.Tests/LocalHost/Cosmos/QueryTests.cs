using System.Net;
using System.Text.Json;
using LeRun.LocalHost.Cosmos;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Cosmos.Linq;

namespace LeRun.Tests.LocalHost.Cosmos;

public class QueryTests
{
    [Fact]
    public async Task Query_sees_one_partition_or_all()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("1", "a");
        await cosmos.CreateAsync("2", "b");
        await cosmos.CreateAsync("3", "a");

        Assert.Equal(["1", "3"], await cosmos.IdsAsync("", "a"));
        Assert.Equal(["1", "2", "3"], await cosmos.IdsAsync(""));
        Assert.Empty(await cosmos.IdsAsync("", "nobody"));
    }

    [Theory]
    [InlineData("ORDER BY c.n DESC", "5 4 3 2 1 0")]
    [InlineData("ORDER BY c.n", "0 1 2 3 4 5")]
    [InlineData("WHERE c.n > 1 ORDER BY c.n DESC", "5 4 3 2")]
    [InlineData("WHERE c.n > 0 ORDER BY c.n DESC OFFSET 1 LIMIT 3", "4 3 2")]
    [InlineData("OFFSET 2 LIMIT 3", "2 3 4")]
    [InlineData("ORDER BY c.n, c.name DESC", "0 1 2 3 4 5")]
    public async Task Pages_of_any_size_add_up_to_the_whole_result(string clause, string expected)
    {
        using var cosmos = new CosmosHarness();
        for (var i = 0; i < 6; i++)
            await cosmos.CreateAsync($"{i}", n: i, name: "same");

        foreach (var pageSize in (int?[])[1, 2, 3, 100, null])
        {
            Assert.Equal(expected, string.Join(' ', await cosmos.IdsAsync(clause, "a", pageSize)));
            Assert.Equal(expected, string.Join(' ', await cosmos.IdsAsync(clause, null, pageSize)));
        }
    }

    [Fact]
    public async Task Result_resumes_where_it_stopped_though_items_come_and_go()
    {
        using var cosmos = new CosmosHarness();
        for (var i = 0; i < 6; i++)
            await cosmos.CreateAsync($"{i}", n: i * 10);
        var options = new QueryRequestOptions { MaxItemCount = 2, PartitionKey = new PartitionKey("a") };
        const string Newest = "SELECT VALUE c.id FROM c ORDER BY c.n DESC";
        using var first = cosmos.Items.GetItemQueryIterator<string>(Newest, requestOptions: options);
        var page = await first.ReadNextAsync();
        Assert.Equal(["5", "4"], page);

        await cosmos.CreateAsync("newer", n: 99);
        await cosmos.Items.DeleteItemAsync<Thing>("4", new PartitionKey("a"));
        await cosmos.CreateAsync("between", n: 25);

        using var second = cosmos.Items.GetItemQueryIterator<string>(Newest, page.ContinuationToken, options);
        Assert.Equal(["3", "between"], await second.ReadNextAsync());
        Assert.Equal(["2", "1"], await second.ReadNextAsync());
        Assert.Equal(["0"], await second.ReadNextAsync());
        Assert.False(second.HasMoreResults);
    }

    [Fact]
    public async Task Equal_sort_keys_are_neither_repeated_nor_skipped_between_pages()
    {
        using var cosmos = new CosmosHarness();
        for (var i = 0; i < 9; i++)
            await cosmos.CreateAsync($"{i}", n: i % 2);

        Assert.Equal(["0", "2", "4", "6", "8", "1", "3", "5", "7"], await cosmos.IdsAsync("ORDER BY c.n", "a", pageSize: 2));
        Assert.Equal(["7", "5", "3", "1", "8", "6", "4", "2", "0"], await cosmos.IdsAsync("ORDER BY c.n DESC", "a", pageSize: 2));
    }

    [Fact]
    public async Task Foreign_or_broken_continuation_token_is_a_400()
    {
        using var cosmos = new CosmosHarness();
        for (var i = 0; i < 3; i++)
            await cosmos.CreateAsync($"{i}");
        var options = new QueryRequestOptions { MaxItemCount = 1, PartitionKey = new PartitionKey("a") };
        using var source = cosmos.Items.GetItemQueryIterator<Thing>("SELECT * FROM c", requestOptions: options);
        var token = (await source.ReadNextAsync()).ContinuationToken;

        using var other = cosmos.Items.GetItemQueryIterator<Thing>("SELECT * FROM c WHERE c.n = 0", token, options);
        Assert.Equal(HttpStatusCode.BadRequest, await CosmosHarness.RefusalOfAsync(() => other.ReadNextAsync()));
        using var nonsense = cosmos.Items.GetItemQueryIterator<Thing>("SELECT * FROM c", "nonsense", options);
        Assert.Equal(HttpStatusCode.BadRequest, await CosmosHarness.RefusalOfAsync(() => nonsense.ReadNextAsync()));
    }

    [Fact]
    public async Task Page_stays_below_four_megabytes()
    {
        using var cosmos = new CosmosHarness();
        for (var i = 0; i < 6; i++)
            await cosmos.CreateAsync($"{i}", name: new string('x', 1_000_000));
        using var pages = cosmos.Items.GetItemQueryIterator<Thing>("SELECT * FROM c");
        var sizes = new List<int>();
        while (pages.HasMoreResults)
            sizes.Add((await pages.ReadNextAsync()).Count);

        Assert.Equal([4, 2], sizes);
    }

    [Fact]
    public async Task Aggregates_and_linq_work_through_the_sdk()
    {
        using var cosmos = new CosmosHarness();
        for (var i = 0; i < 5; i++)
            await cosmos.CreateAsync($"{i}", i < 3 ? "a" : "b", n: i, tags: ["t", $"{i}"]);
        var things = cosmos.Items.GetItemLinqQueryable<Thing>();

        Assert.Equal([5], await cosmos.QueryAsync<int>("SELECT VALUE COUNT(1) FROM c"));
        Assert.Equal([3], await cosmos.QueryAsync<int>("SELECT VALUE SUM(c.n) FROM c", "a"));
        Assert.Equal([4], await cosmos.QueryAsync<int>("SELECT VALUE MAX(c.n) FROM c"));
        Assert.Equal(3, (await things.Where(thing => thing.N > 1).CountAsync()).Resource);
        Assert.Equal(10, (await things.Select(thing => thing.N).SumAsync()).Resource);

        using var pages = things
            .Where(thing => thing.N > 0 && thing.Tags!.Contains("t") && new[] { "1", "3", "4" }.Contains(thing.Id))
            .OrderByDescending(thing => thing.N).Skip(1).Take(2)
            .Select(thing => new { thing.Id, Twice = thing.N * 2 })
            .ToFeedIterator();
        var page = await pages.ReadNextAsync();
        Assert.Equal([("3", 6), ("1", 2)], page.Select(row => (row.Id, row.Twice)));
    }

    [Fact]
    public async Task ReadMany_finds_items_of_several_partitions()
    {
        using var cosmos = new CosmosHarness();
        for (var i = 0; i < 10; i++)
            await cosmos.CreateAsync($"{i}", $"p{i % 3}");
        (string Id, string Pk)[] wanted = [("0", "p0"), ("3", "p0"), ("1", "p1"), ("1", "p0"), ("none", "p2")];
        var found = await cosmos.Items.ReadManyItemsAsync<Thing>(
            [.. wanted.Select(each => (each.Id, new PartitionKey(each.Pk)))]);

        Assert.Equal(["0", "1", "3"], found.Select(thing => thing.Id).Order());
        Assert.Single(cosmos.Served, request => request.Operation == CosmosOperation.Query);
    }

    [Theory]
    [InlineData("SELECT DISTINCT c.n FROM c", "DISTINCT")]
    [InlineData("SELECT c.n FROM c GROUP BY c.n", "GROUP BY")]
    [InlineData("SELECT * FROM c WHERE c.name LIKE '%a'", "LIKE")]
    [InlineData("SELECT * FROM c WHERE REGEXMATCH(c.name, 'a')", "REGEXMATCH")]
    [InlineData("SELECT * FROM c WHERE d.n = 1", "Identifier 'd' could not be resolved")]
    [InlineData("SELECT * FROM c WHERE c.n = @missing", "@missing")]
    [InlineData("SELECT * FROM c ORDER BY c.hidden.x", "/hidden/x")]
    [InlineData("SELECT * FROM c ORDER BY c.n, c.id", "composite index")]
    [InlineData("SELECT * FROM c WHERE c.n >", "ends too early")]
    [InlineData("SELECT * FROM c c2 c3", "near 'c3'")]
    [InlineData("SELECT COUNT(1) FROM c", "COUNT")]
    public async Task Query_beyond_what_is_supported_is_a_400_that_names_the_part(string query, string named)
    {
        using var cosmos = new CosmosHarness();
        var refused = await Assert.ThrowsAsync<CosmosException>(() => cosmos.QueryAsync<JsonElement>(query));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_by_several_paths_keeps_items_that_lack_one()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.Items.CreateItemAsync(new { id = "1", pk = "a", n = 1, name = "b" });
        await cosmos.Items.CreateItemAsync(new { id = "2", pk = "a", n = 1 });
        await cosmos.Items.CreateItemAsync(new { id = "3", pk = "a", name = "c" });
        await cosmos.Items.CreateItemAsync(new { id = "4", pk = "a" });

        foreach (var pageSize in (int?[])[1, 2, null])
        {
            Assert.Equal(["3", "4", "1", "2"], await cosmos.IdsAsync("ORDER BY c.n, c.name DESC", "a", pageSize));
            Assert.Equal(["2", "1", "4", "3"], await cosmos.IdsAsync("ORDER BY c.n DESC, c.name", "a", pageSize));
        }
    }

    [Theory]
    [InlineData("SELECT TOP 2 VALUE c.name FROM c", "b d")]
    [InlineData("SELECT VALUE c.name FROM c OFFSET 1 LIMIT 2", "d f")]
    [InlineData("SELECT VALUE c.name FROM c ORDER BY c.n DESC OFFSET 1 LIMIT 2", "f d")]
    [InlineData("SELECT TOP 2 c.name FROM c ORDER BY c.n", " b")]
    public async Task Rows_without_a_value_do_not_count(string query, string expected)
    {
        using var cosmos = new CosmosHarness();
        for (var i = 0; i < 8; i++)
        {
            object item = i % 2 == 1
                ? new { id = $"{i}", pk = "a", n = i, name = $"{(char)('a' + i)}" }
                : new { id = $"{i}", pk = "a", n = i };
            await cosmos.Items.CreateItemAsync(item, new PartitionKey("a"));
        }

        foreach (var pageSize in (int?[])[1, 2, null])
        {
            var rows = await cosmos.QueryAsync<JsonElement>(query, "a", pageSize);
            Assert.Equal(expected, string.Join(' ', rows.Select(row => row.ValueKind == JsonValueKind.String
                ? row.GetString()
                : row.TryGetProperty("name", out var name) ? name.GetString() : "")));
        }
    }
}
