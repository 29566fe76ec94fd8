using System.Buffers;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>The caller's JSON, byte for byte, with the service's properties behind it.</summary>
internal static class ItemBody
{
    public const int MaxBytes = 2 * 1024 * 1024;

    private static readonly string[] _systemProperties = ["_rid", "_self", "_etag", "_attachments", "_ts"];

    public static bool IsSystem(string property) => _systemProperties.AsSpan().Contains(property);

    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        if (json.Length > MaxBytes)
            throw TooLarge();
        var root = RequestJson.Parse(json);
        return root.ValueKind == JsonValueKind.Object ? root : throw CosmosRefusal.BadRequest("An item must be a JSON object.");
    }

    public static CosmosRefusal TooLarge() =>
        new(HttpStatusCode.RequestEntityTooLarge, "Request size is too large.");

    /// <summary>The item's id, checked.</summary>
    public static string IdOf(JsonElement item)
    {
        if (!item.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String)
        {
            throw CosmosRefusal.BadRequest(
                "The input content is invalid because the required properties - 'id; ' - are missing.");
        }

        var text = id.GetString()!;
        Ids.RequireValidItem(text);
        return text;
    }

    /// <summary>The id for <see cref="CosmosRequest.ItemId"/>; null when the body has none that could be one.</summary>
    public static string? TryReadId(ReadOnlyMemory<byte> json)
    {
        try
        {
            return Parse(json).TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        }
        catch (CosmosRefusal)
        {
            return null;
        }
    }

    /// <summary>The item's own time to live in seconds, checked; null when it has none.</summary>
    public static int? TimeToLiveOf(JsonElement item)
    {
        if (!item.TryGetProperty("ttl", out var ttl) || ttl.ValueKind == JsonValueKind.Null)
            return null;
        return ttl.ValueKind == JsonValueKind.Number && ttl.TryGetInt32(out var seconds) && (seconds > 0 || seconds == -1)
            ? seconds
            : throw CosmosRefusal.BadRequest("The input ttl is invalid. It must be -1 or a positive integer.");
    }

    public static byte[] Build(JsonElement item, string containerPath, string rid, string etag, long timestamp)
    {
        var buffer = new ArrayBufferWriter<byte>(JsonMarshal.GetRawUtf8Value(item).Length + 256);
        buffer.Write("{"u8);
        foreach (var property in item.EnumerateObject())
        {
            if (IsSystem(property.Name))
                continue;
            buffer.Write("\""u8);
            buffer.Write(JsonMarshal.GetRawUtf8PropertyName(property));
            buffer.Write("\":"u8);
            buffer.Write(JsonMarshal.GetRawUtf8Value(property.Value));
            buffer.Write(","u8);
        }

        var link = $"{containerPath}docs/{rid}/";
        var quotedETag = JsonSerializer.Serialize(etag, JsonSerializerOptions.Default);
        buffer.Write(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            "_rid":"{{rid}}","_self":"{{link}}","_etag":{{quotedETag}},"_attachments":"attachments/","_ts":{{timestamp}}}
            """)));
        return buffer.WrittenSpan.ToArray();
    }
}
