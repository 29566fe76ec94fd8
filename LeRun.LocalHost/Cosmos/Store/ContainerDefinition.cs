using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;
using Newtonsoft.Json;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>A container's settings, read from the JSON that the SDK sends to create one.</summary>
internal sealed class ContainerDefinition
{
    private ContainerDefinition(JsonObject json)
    {
        Json = json;
        Id = json["id"]?.GetValue<string>() ?? throw CosmosRefusal.BadRequest("A container needs an id.");
        Ids.RequireValid(Id);

        var key = json["partitionKey"] as JsonObject ?? throw CosmosRefusal.BadRequest("A container needs a partition key.");
        if (key["paths"] is not JsonArray { Count: 1 } paths || key["kind"]?.GetValue<string>() is not (null or "Hash"))
            throw CosmosRefusal.BadRequest("The in-process Cosmos supports partition keys of one path only.");
        PartitionKeyPath = PropertyPath.Segments(paths[0]!.GetValue<string>());
        DefaultTimeToLive = json["defaultTtl"]?.GetValue<int>();
        Indexing = new IndexingRules(json["indexingPolicy"] as JsonObject);
    }

    public string Id { get; }

    /// <summary>As the service returns it, without the system properties.</summary>
    public JsonObject Json { get; }

    public IReadOnlyList<string> PartitionKeyPath { get; }

    /// <summary>Seconds; -1 is never unless the item says so; null switches expiry off.</summary>
    public int? DefaultTimeToLive { get; }

    public IndexingRules Indexing { get; }

    /// <summary>The SDK serialises its settings the way the wire wants them, so this and a creation over the wire read the same JSON.</summary>
    public static ContainerDefinition From(ContainerProperties properties) =>
        Parse(JsonConvert.SerializeObject(properties));

    public static ContainerDefinition Parse(string json)
    {
        try
        {
            return new ContainerDefinition(JsonNode.Parse(json) as JsonObject ?? throw CosmosRefusal.BadRequest("A container is a JSON object."));
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or FormatException)
        {
            throw CosmosRefusal.BadRequest("The container's definition is malformed.");
        }
    }
}
