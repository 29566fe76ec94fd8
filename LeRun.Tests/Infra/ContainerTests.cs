using System.Text.Json.Nodes;
using LeRun.Functions;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.Infra;

public class ContainerTests
{
    private static readonly SortedSet<string> InCode = ContainerDefinitions.Facts(
        LeRunApp.Containers.Select(container => container.Properties));

    [Fact]
    public void Bicep_creates_exactly_the_containers_that_the_app_uses()
    {
        var inBicep = ContainerDefinitions.Facts(Repository.Read("infra/containers.json"));

        var drift = inBicep.Except(InCode).Select(fact => $"only in infra/containers.json: {fact}")
            .Concat(InCode.Except(inBicep).Select(fact => $"only in Containers.cs: {fact}"));
        Assert.True(inBicep.SetEquals(InCode), string.Join('\n', drift));
    }

    [Fact]
    public void Compared_file_is_the_one_that_bicep_loads() =>
        Assert.Contains("loadJsonContent('containers.json')", Repository.Read("infra/data.bicep"), StringComparison.Ordinal);

    public static TheoryData<string, Action<JsonArray>> Changes => new()
    {
        { "container removed", containers => containers.RemoveAt(0) },
        { "container added", containers => containers.Add(new JsonObject { ["id"] = "extra" }) },
        { "container renamed", containers => containers[0]!["id"] = "people" },
        { "partition key", containers => containers[0]!["partitionKey"]!["paths"] = new JsonArray("/other") },
        { "partition key levels", containers => containers[0]!["partitionKey"]!["paths"]!.AsArray().Add("/other") },
        { "partition key version", containers => containers[0]!["partitionKey"]!["version"] = 1 },
        { "partition key kind", containers => containers[0]!["partitionKey"]!["kind"] = "MultiHash" },
        { "time to live", containers => containers[0]!["defaultTtl"] = 60 },
        { "no time to live", containers => containers[0]!.AsObject().Remove("defaultTtl") },
        { "indexing mode", containers => Indexing(containers)["indexingMode"] = "none" },
        { "included path added", containers => Indexing(containers)["includedPaths"]!.AsArray().Add(Path("/other/?")) },
        { "included path removed", containers => Indexing(containers)["includedPaths"]!.AsArray().RemoveAt(0) },
        { "case of a path", containers => Indexing(containers)["includedPaths"]![0]!["path"] = "/TYPE/?" },
        { "excluded path", containers => Indexing(containers)["excludedPaths"]![0]!["path"] = "/other/*" },
        { "composite index", containers => Composite(containers).Add(new JsonArray(Path("/a"), Path("/b"))) },
        { "unique key", containers => containers[0]!["uniqueKeyPolicy"] = UniqueKeys(Path("/a")) },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void Change_of_one_definition_makes_the_two_differ(string what, Action<JsonArray> change)
    {
        var containers = JsonNode.Parse(Repository.Read("infra/containers.json"))!.AsArray();
        var before = ContainerDefinitions.Facts(containers.ToJsonString());

        change(containers);

        Assert.False(before.SetEquals(ContainerDefinitions.Facts(containers.ToJsonString())), what);
    }

    [Fact]
    public void Every_part_of_a_definition_in_code_becomes_a_fact()
    {
        var container = new ContainerProperties("sample", ["/a", "/b"]) { DefaultTimeToLive = 60 };
        container.IndexingPolicy.IncludedPaths.Add(new IncludedPath { Path = "/c/?" });
        container.IndexingPolicy.ExcludedPaths.Add(new ExcludedPath { Path = "/*" });
        container.IndexingPolicy.CompositeIndexes.Add(
            [new CompositePath { Path = "/c" }, new CompositePath { Path = "/d", Order = CompositePathSortOrder.Descending }]);

        Assert.Superset(
            new SortedSet<string>(StringComparer.Ordinal)
            {
                "sample.defaultTtl = 60",
                "sample.indexingPolicy.compositeIndexes has [{order: ascending, path: /c}, {order: descending, path: /d}]",
                "sample.indexingPolicy.excludedPaths has {path: /*}",
                "sample.indexingPolicy.includedPaths has {path: /c/?}",
                "sample.indexingPolicy.indexingMode = consistent",
                "sample.partitionKey.kind = multihash",
                "sample.partitionKey.paths = [/a, /b]",
                "sample.partitionKey.version = 2",
            },
            ContainerDefinitions.Facts([container]));
    }

    private static JsonNode Indexing(JsonArray containers) => containers[0]!["indexingPolicy"]!;

    private static JsonArray Composite(JsonArray containers) =>
        (Indexing(containers)["compositeIndexes"] ??= new JsonArray()).AsArray();

    private static JsonObject Path(string path) => new() { ["path"] = path };

    private static JsonObject UniqueKeys(JsonObject key) => new() { ["uniqueKeys"] = new JsonArray(key) };
}
