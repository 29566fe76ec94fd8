using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>
/// One patch operation: <c>add</c>, <c>set</c>, <c>replace</c>, <c>remove</c>, <c>incr</c> or <c>move</c> at a JSON pointer.
/// </summary>
internal sealed record PatchStep(string Operation, IReadOnlyList<string> Path, IReadOnlyList<string>? From, JsonElement? Value)
{
    /// <summary>Every path that the step changes.</summary>
    public IEnumerable<IReadOnlyList<string>> WrittenPaths => From is null ? [Path] : [Path, From];

    public static PatchStep Parse(JsonElement json)
    {
        var operation = Text(json, "op")?.ToLowerInvariant();
        var path = Pointer(json, "path");
        JsonElement? value = json.TryGetProperty("value", out var given) ? given : null;
        switch (operation)
        {
            case "add" or "set" or "replace" or "incr" when value is null:
                throw CosmosRefusal.BadRequest($"The patch operation '{operation}' needs a value.");
            case "incr" when value is not { ValueKind: JsonValueKind.Number }:
                throw CosmosRefusal.BadRequest("The value of the patch operation 'incr' must be a number.");
            case "move":
                var from = Pointer(json, "from");
                return path.Count > from.Count && from.SequenceEqual(path.Take(from.Count))
                    ? throw CosmosRefusal.BadRequest("The patch operation 'move' can't move a value into itself.")
                    : new PatchStep(operation, path, from, null);
            case "add" or "set" or "replace" or "incr" or "remove":
                return new PatchStep(operation, path, null, value);
            default:
                throw CosmosRefusal.BadRequest($"The patch operation '{operation}' is not known.");
        }
    }

    public void Apply(JsonObject root)
    {
        var parent = Parent(root, Path);
        switch (Operation)
        {
            case "add":
                Add(parent, Path, Copy());
                break;
            case "set" when parent is JsonArray array && Last != "-":
                array[Index(array, Path)] = Copy();
                break;
            case "set":
                Add(parent, Path, Copy());
                break;
            case "replace":
                Require(parent, Path);
                Put(parent, Copy());
                break;
            case "remove":
                Remove(parent, Path);
                break;
            case "incr":
                Put(parent, Exists(parent) ? Sum(Get(parent, Path)) : Copy());
                break;
            case "move":
                var source = Parent(root, From!);
                var moved = Require(source, From!)?.DeepClone();
                Remove(source, From!);
                Add(Parent(root, Path), Path, moved);
                break;
        }
    }

    private string Last => Path[^1];

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static IReadOnlyList<string> Pointer(JsonElement json, string name)
    {
        if (Text(json, name) is not ['/', _, ..] pointer)
            throw CosmosRefusal.BadRequest($"A patch operation needs a '{name}' that starts with '/'.");
        return [.. pointer[1..].Split('/').Select(segment => segment.Replace("~1", "/").Replace("~0", "~"))];
    }

    private static JsonNode Parent(JsonObject root, IReadOnlyList<string> path)
    {
        JsonNode? node = root;
        foreach (var segment in path.Take(path.Count - 1))
        {
            node = node switch
            {
                JsonObject json => json[segment],
                JsonArray array => array[Index(array, segment, path)],
                _ => null,
            };
        }

        return node is JsonObject or JsonArray ? node : throw Unreachable(path);
    }

    private static JsonNode? Get(JsonNode parent, IReadOnlyList<string> path) =>
        parent is JsonArray array ? array[Index(array, path)] : parent[path[^1]];

    private static JsonNode? Require(JsonNode parent, IReadOnlyList<string> path) =>
        parent is JsonObject json && !json.ContainsKey(path[^1]) ? throw Unreachable(path) : Get(parent, path);

    private static void Remove(JsonNode parent, IReadOnlyList<string> path)
    {
        Require(parent, path);
        if (parent is JsonArray array)
            array.RemoveAt(Index(array, path));
        else
            parent.AsObject().Remove(path[^1]);
    }

    private static void Add(JsonNode parent, IReadOnlyList<string> path, JsonNode? value)
    {
        if (parent is not JsonArray array)
            parent[path[^1]] = value;
        else if (path[^1] == "-" || path[^1] == array.Count.ToString(CultureInfo.InvariantCulture))
            array.Add(value);
        else
            array.Insert(Index(array, path), value);
    }

    private static int Index(JsonArray array, IReadOnlyList<string> path) => Index(array, path[^1], path);

    private static int Index(JsonArray array, string segment, IReadOnlyList<string> path) =>
        int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < array.Count
            ? index
            : throw Unreachable(path);

    private static CosmosRefusal Unreachable(IReadOnlyList<string> path) =>
        CosmosRefusal.BadRequest($"The path '/{string.Join('/', path)}' does not exist or is out of the array's range.");

    private bool Exists(JsonNode parent) => parent is JsonArray || parent.AsObject().ContainsKey(Last);

    private void Put(JsonNode parent, JsonNode? value)
    {
        if (parent is JsonArray array)
            array[Index(array, Path)] = value;
        else
            parent[Last] = value;
    }

    private JsonNode? Copy() =>
        Value is { ValueKind: not JsonValueKind.Null } value ? JsonSerializer.SerializeToNode(value) : null;

    private JsonValue Sum(JsonNode? current)
    {
        var step = Value!.Value;
        if (current?.GetValueKind() != JsonValueKind.Number)
            throw CosmosRefusal.BadRequest($"The value at '/{string.Join('/', Path)}' is not a number and can't be incremented.");
        var number = current.AsValue();
        return step.TryGetInt64(out var whole) && number.TryGetValue<long>(out var old) && old + whole >= old == whole >= 0
            ? JsonValue.Create(old + whole)
            : JsonValue.Create(number.GetValue<double>() + step.GetDouble());
    }
}
