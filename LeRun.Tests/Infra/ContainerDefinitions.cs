using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;
using Newtonsoft.Json;

namespace LeRun.Tests.Infra;

/// <summary>
/// Container definitions as lines of text, one a fact (<c>runs.partitionKey.version = 2</c>), so that two sides can be
/// compared as sets and their difference reads as an error message.
/// </summary>
internal static class ContainerDefinitions
{
    /// <summary>The facts of the app's own definitions.</summary>
    public static SortedSet<string> Facts(IEnumerable<ContainerProperties> containers) =>
        // The SDK's own way of writing them, so that no kind of policy can be overlooked here.
        Facts(JsonConvert.SerializeObject(containers));

    /// <summary>The facts of a JSON array of container resources, as Cosmos DB's REST API and Bicep write them.</summary>
    public static SortedSet<string> Facts(string json)
    {
        var facts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var container in JsonNode.Parse(json)!.AsArray())
            Collect(container!, container!["id"]!.GetValue<string>(), facts);
        return facts;
    }

    private static void Collect(JsonNode node, string path, SortedSet<string> facts)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in Stated(members))
                    Collect(value!, $"{path}.{name}", facts);
                break;

            // Lists of things have no order to keep (paths, indexes); lists of scalars do (a partition key's levels).
            case JsonArray items when items.Any(item => item is not JsonValue):
                foreach (var item in items)
                    facts.Add($"{path} has {Canonical(item!)}");
                break;

            default:
                facts.Add($"{path} = {Canonical(node)}");
                break;
        }
    }

    private static string Canonical(JsonNode node) => node switch
    {
        JsonObject members => "{" + string.Join(", ", Stated(members)
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => $"{member.Key}: {Canonical(member.Value!)}")) + "}",
        JsonArray items => "[" + string.Join(", ", items.Select(item => Canonical(item!))) + "]",
        // Words of the service, unlike paths, have no case: the SDK writes "Consistent", Resource Manager "consistent".
        _ => node.ToString() is ['/', ..] path ? path : node.ToString().ToLowerInvariant(),
    };

    // Nothing, an empty list and leaving a member out mean the same.
    private static IEnumerable<KeyValuePair<string, JsonNode?>> Stated(JsonObject members) =>
        members.Where(member => member.Value is not (null or JsonArray { Count: 0 }));
}
