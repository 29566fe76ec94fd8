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

    /// <summary>The definition of a new container; the SDK serialises properties into what it sends to create one.</summary>
    /// <exception cref="CosmosRefusal">400.</exception>
    public static ContainerDefinition Create(ContainerProperties properties) => Create(JsonConvert.SerializeObject(properties));

    /// <summary>The definition of a new container.</summary>
    /// <exception cref="CosmosRefusal">400: malformed, or with a setting that is not supported.</exception>
    public static ContainerDefinition Create(string json)
    {
        var definition = Parse(json);
        ContainerSettings.RequireKnown(definition.Json);
        return definition;
    }

    /// <summary>The definition of a container that exists already, made by an earlier version perhaps.</summary>
    /// <exception cref="CosmosRefusal">400: malformed.</exception>
    public static ContainerDefinition Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject definition
                ? new ContainerDefinition(definition)
                : throw CosmosRefusal.BadRequest("A container is a JSON object.");
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or FormatException)
        {
            throw CosmosRefusal.BadRequest("The container's definition is malformed.");
        }
    }
}
