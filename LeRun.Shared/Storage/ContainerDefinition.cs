using System.Text.Json.Serialization.Metadata;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Storage;

/// <summary>
/// A Cosmos container in which nothing expires unless an item says so. Indexing lists only the paths that queries filter or
/// sort by: an unlisted path (a track, a post's text) costs no request units at a write.
/// </summary>
public sealed class ContainerDefinition
{
    /// <summary>Defines a container.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="partitionKey">The path of the partition key, such as <c>/id</c>.</param>
    /// <param name="indexed">The indexed paths, such as <c>/start/?</c>.</param>
    public ContainerDefinition(string id, string partitionKey, params string[] indexed)
    {
        var indexing = new IndexingPolicy();
        foreach (var path in indexed)
            indexing.IncludedPaths.Add(new IncludedPath { Path = path });
        indexing.ExcludedPaths.Add(new ExcludedPath { Path = "/*" });

        Properties = new ContainerProperties(id, partitionKey)
        {
            PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V2,
            DefaultTimeToLive = -1,
            IndexingPolicy = indexing,
        };
    }

    /// <summary>The container as the SDK creates it.</summary>
    public ContainerProperties Properties { get; }
}

/// <summary>Registers containers.</summary>
public static class ContainerServices
{
    /// <summary>Adds a feature's container, and the JSON of the items in it.</summary>
    public static IServiceCollection AddCosmosContainer(
        this IServiceCollection services, ContainerDefinition definition, IJsonTypeInfoResolver items) => services
        .AddSingleton(definition)
        .AddSingleton(new StoredJson(items));
}

/// <summary>JSON that one feature stores; all of them together are what the client reads and writes.</summary>
internal sealed record StoredJson(IJsonTypeInfoResolver Types);
