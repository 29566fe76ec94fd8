using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeRun.LocalHost.Cosmos.Sql;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>A patch: up to ten operations, applied in order or not at all, and perhaps a condition on the item.</summary>
internal sealed class PatchDocument
{
    private const int MaxOperations = 10;
    private static readonly JsonSerializerOptions _relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IReadOnlyList<PatchStep> _steps;
    private readonly Query? _condition;

    private PatchDocument(IReadOnlyList<PatchStep> steps, Query? condition) => (_steps, _condition) = (steps, condition);

    /// <exception cref="CosmosRefusal">400: too many operations or none, an unknown one, or a bad path or condition.</exception>
    public static PatchDocument Parse(ReadOnlyMemory<byte> json)
    {
        if (json.Length > ItemBody.MaxBytes)
            throw ItemBody.TooLarge();
        var body = RequestJson.Parse(json);
        // A list alone, or a list and a condition in an object.
        var list = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("operations", out var wrapped) ? wrapped : body;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            throw CosmosRefusal.BadRequest("A patch needs at least one operation.");
        if (list.GetArrayLength() > MaxOperations)
            throw CosmosRefusal.BadRequest($"The number of patch operations can't exceed '{MaxOperations}'.");

        var condition = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("condition", out var text)
            ? QueryParser.ParsePredicate(text.ValueKind == JsonValueKind.String ? text.GetString()! : "")
            : null;
        return new PatchDocument([.. list.EnumerateArray().Select(PatchStep.Parse)], condition);
    }

    public void RequireKeepsKeys(IReadOnlyList<string> partitionKeyPath)
    {
        foreach (var path in _steps.SelectMany(step => step.WrittenPaths))
        {
            if (path is ["id"] || ItemBody.IsSystem(path[0]) || path.SequenceEqual(partitionKeyPath.Take(path.Count)))
            {
                throw CosmosRefusal.BadRequest(
                    $"'/{string.Join('/', path)}' can't be patched: it is the id, the partition key or a system property.");
            }
        }
    }

    public bool ConditionHolds(StoredItem item) => _condition is null || _condition.Matches(item.View);

    public JsonElement Apply(StoredItem item)
    {
        var root = JsonNode.Parse(item.Body.Span)!.AsObject();
        foreach (var step in _steps)
            step.Apply(root);
        return ItemBody.Parse(JsonSerializer.SerializeToUtf8Bytes(root, _relaxed));
    }
}
