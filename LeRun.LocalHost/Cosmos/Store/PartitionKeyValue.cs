using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>A partition key's value in the wire's form, made canonical so that equal keys are equal text.</summary>
/// <param name="Json">Such as <c>["alice"]</c>, <c>[3]</c>, <c>[null]</c>, or <c>[{}]</c> for an item without it.</param>
internal readonly record struct PartitionKeyValue(string Json)
{
    private const int MaxBytes = 2048;
    private static readonly JsonSerializerOptions _relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static PartitionKeyValue Undefined { get; } = new("[{}]");

    /// <summary>The value that <paramref name="segments"/> lead to in an item.</summary>
    public static PartitionKeyValue Of(JsonElement item, IReadOnlyList<string> segments)
    {
        foreach (var segment in segments)
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(segment, out item))
                return Undefined;
        }

        return Of(item);
    }

    /// <summary>Reads the request header; null when it is absent or empty, which means every partition.</summary>
    public static PartitionKeyValue? FromHeader(string? header)
    {
        if (header is null)
            return null;

        var components = RequestJson.Parse(Encoding.UTF8.GetBytes(header));
        if (components.ValueKind != JsonValueKind.Array || components.GetArrayLength() > 1)
            throw CosmosRefusal.BadRequest("The partition key header must be a JSON array of one value.");
        return components.GetArrayLength() == 0 ? null : Of(components[0]);
    }

    public static PartitionKeyValue Of(string value) => new($"[{JsonSerializer.Serialize(value, _relaxed)}]");

    private static PartitionKeyValue Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when Encoding.UTF8.GetByteCount(value.GetString()!) > MaxBytes =>
            throw CosmosRefusal.BadRequest($"The partition key is longer than {MaxBytes} bytes."),
        JsonValueKind.String => Of(value.GetString()!),
        JsonValueKind.Number => new(string.Create(CultureInfo.InvariantCulture, $"[{value.GetDouble():R}]")),
        JsonValueKind.True => new("[true]"),
        JsonValueKind.False => new("[false]"),
        JsonValueKind.Null => new("[null]"),
        JsonValueKind.Object when !value.EnumerateObject().Any() => Undefined,
        _ => throw CosmosRefusal.BadRequest("A partition key must be a string, a number, a boolean or null."),
    };
}
