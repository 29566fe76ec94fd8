using System.Buffers;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using LeRun.LocalHost.Cosmos.Sql;

namespace LeRun.LocalHost.Cosmos.Queries;

/// <summary>
/// Where a page ended and what of OFFSET and LIMIT is left. It is a position in the order and not a count of rows, so that
/// the next page neither repeats nor skips a row that stayed, whatever was written in between.
/// </summary>
/// <param name="After">The last row so far; null when there has been none.</param>
/// <param name="Offset">How many rows are still to be skipped.</param>
/// <param name="Limit">How many rows may still follow; null for all.</param>
internal sealed record Continuation(RowPosition? After, int Offset, int? Limit)
{
    /// <summary>Whether the page was empty, though rows may follow.</summary>
    public bool IsEmptyPage { get; init; }

    /// <summary>Where the first page begins.</summary>
    public static Continuation Start(Query query) => new(null, query.Offset, query.Limit);

    /// <param name="query">The request's body and partition: a token serves the query that it came from, and no other.</param>
    public string Encode(string query)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("q", Fingerprint(query));
            json.WriteNumber("o", Offset);
            if (Limit is { } limit)
                json.WriteNumber("l", limit);
            if (IsEmptyPage)
                json.WriteBoolean("e", true);
            if (After is { } after)
                Write(json, after);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }

    /// <exception cref="CosmosRefusal">400: not a token, or another query's.</exception>
    public static Continuation Decode(string token, string query, int keys)
    {
        try
        {
            using var parsed = JsonDocument.Parse(Base64Url.DecodeFromChars(token));
            var json = parsed.RootElement;
            var after = json.TryGetProperty("k", out var values) ? Read(json, values) : null;
            if (json.GetProperty("q").GetUInt32() == Fingerprint(query) && (after is null || after.Keys.Length == keys))
            {
                int? limit = json.TryGetProperty("l", out var left) ? left.GetInt32() : null;
                return new Continuation(after, json.GetProperty("o").GetInt32(), limit)
                {
                    IsEmptyPage = json.TryGetProperty("e", out _),
                };
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            // Falls through to the refusal that another query's token gets.
        }

        throw CosmosRefusal.BadRequest("Invalid Continuation Token.");
    }

    private static void Write(Utf8JsonWriter json, RowPosition position)
    {
        json.WriteNumber("s", position.Sequence);
        json.WriteNumber("n", position.Ordinal);
        json.WriteStartArray("k");
        foreach (var key in position.Keys)
        {
            // A key is wrapped, because undefined has no JSON: it is an empty wrapper.
            json.WriteStartArray();
            if (!key.IsUndefined)
                key.WriteTo(json);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static RowPosition Read(JsonElement json, JsonElement keys)
    {
        var values = keys.EnumerateArray().Select(key => key.GetArrayLength() == 0 ? Value.Undefined : Value.Of(key[0].Clone()));
        return new RowPosition([.. values], json.GetProperty("s").GetInt64(), json.GetProperty("n").GetInt32());
    }

    private static uint Fingerprint(string query) => Crc32.HashToUInt32(Encoding.UTF8.GetBytes(query));
}
