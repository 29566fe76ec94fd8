using LeRun.LocalHost.Cosmos;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public class ChargeTests
{
    [Theory]
    [InlineData(0.2, 1.00, 4.95)]
    [InlineData(1, 1.00, 4.95)]
    [InlineData(4, 1.14, 6.67)]
    [InlineData(10, 1.405, 8.095)]
    [InlineData(16, 1.67, 9.52)]
    [InlineData(32, 2.19, 11.23)]
    [InlineData(64, 4.76, 22.67)]
    [InlineData(128, 9.95, 48.19)]
    [InlineData(512, 40.95, 184.57)]
    [InlineData(1024, 145.9, 625)]
    [InlineData(2048, 291.8, 1250)]
    public void Point_operation_costs_what_is_published(double kilobytes, double read, double write)
    {
        var bytes = (int)(kilobytes * 1024);

        Assert.Equal(read, RequestCharge.Read(bytes), 0.006);
        Assert.Equal(write, RequestCharge.Write(bytes), 0.006);
        Assert.Equal(2 * write, RequestCharge.Change(bytes), 0.012);
    }

    [Fact]
    public void Scan_costs_what_is_published() =>
        Assert.InRange(RequestCharge.Query(scannedBytes: 399_998_938, rows: 7, rowBytes: 510), 4059.95 * 0.98, 4059.95 * 1.02);

    [Fact]
    public async Task Query_costs_its_base_its_rows_and_the_items_that_the_index_cannot_rule_out()
    {
        using var cosmos = await FillAsync("/n/?", "/tags/[]/?", "/parts/[]/k/?");

        Assert.Equal(2.82, await FilterAsync("c.n = 1000"));
        Assert.Equal(2.82, await FilterAsync("ARRAY_CONTAINS(c.tags, 'none')"));
        Assert.Equal(2.82, await FilterAsync("EXISTS(SELECT VALUE p FROM p IN c.parts WHERE p.k = 9)"));
        Assert.InRange(await FilterAsync("c.n = 1"), 2.85, 2.86);
        // 100 items of 10 KB.
        Assert.InRange(await FilterAsync("c.name = 'none'"), 12.82, 13.32);
        Assert.InRange(await FilterAsync("EXISTS(SELECT VALUE p FROM p IN c.parts WHERE p.x = 9)"), 12.82, 13.32);
        // What is indexed narrows it down, as far as it decides.
        Assert.InRange(await FilterAsync("c.n < 10 AND c.name = 'none'"), 3.82, 3.87);
        Assert.InRange(await FilterAsync("c.n < 10 AND NOT c.name = 'none'"), 4.12, 4.2);
        Assert.InRange(await FilterAsync("c.n < 10 OR c.name = 'none'"), 13.12, 13.7);

        Task<double> FilterAsync(string filter) => ChargeAsync(cosmos, $"SELECT VALUE c.n FROM c WHERE {filter}");
    }

    [Fact]
    public async Task Partition_key_without_an_index_costs_a_look_into_all_items_that_the_rest_of_the_filter_leaves()
    {
        using var bare = await FillAsync("/n/?");
        using var indexed = await FillAsync("/n/?", "/pk/?");
        const string OfOne = "SELECT VALUE c.n FROM c WHERE c.pk = 'p7'";
        const string OfOneAndMore = "SELECT VALUE c.n FROM c WHERE c.pk = 'p7' AND c.n < 10";
        (string, PartitionKey)[] three =
            [("live", new PartitionKey("p1")), ("live", new PartitionKey("p2")), ("none", new PartitionKey("p3"))];

        Assert.InRange(await ChargeAsync(indexed, OfOne), 2.82, 2.9);
        Assert.InRange(await ChargeAsync(bare, OfOne), 2.82 + 10, 2.82 + 10.5);
        Assert.InRange(await ChargeAsync(bare, OfOneAndMore), 2.82 + 1, 2.82 + 1.1);
        // A request that is addressed to one partition looks at no other.
        Assert.InRange(await ChargeAsync(bare, OfOne, "p7"), 2.82, 3);

        // Each of the hundred partitions has an item of that id.
        foreach (var (cosmos, least, most) in new[] { (indexed, 2.82, 5), (bare, 12.82, 15.0) })
        {
            var found = await cosmos.Items.ReadManyItemsAsync<Thing>(three);
            Assert.Equal([1, 2], found.Select(thing => thing.N).Order());
            Assert.InRange(found.RequestCharge, least, most);
        }
    }

    private static async Task<CosmosHarness> FillAsync(params string[] indexed)
    {
        var indexing = new IndexingPolicy { ExcludedPaths = { new ExcludedPath { Path = "/*" } } };
        foreach (var path in indexed)
            indexing.IncludedPaths.Add(new IncludedPath { Path = path });
        var cosmos = new CosmosHarness(properties: new ContainerProperties("items", "/pk") { IndexingPolicy = indexing });
        for (var i = 0; i < 100; i++)
            await cosmos.CreateAsync("live", $"p{i}", i, new string('x', 10_000), ["t"]);
        return cosmos;
    }

    private static async Task<double> ChargeAsync(CosmosHarness cosmos, string query, string? pk = null)
    {
        var options = new QueryRequestOptions { PartitionKey = pk is null ? null : new PartitionKey(pk) };
        using var pages = cosmos.Items.GetItemQueryIterator<object>(query, requestOptions: options);
        return (await pages.ReadNextAsync()).RequestCharge;
    }
}
