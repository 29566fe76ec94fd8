using System.Buffers;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using LeRun.LocalHost.Cosmos.Sql;

namespace LeRun.LocalHost.Cosmos.Queries;

/// <summary>
/// Where a page ended and what of OFFSET and LIMIT is left: a position in the order and not a count of rows, so that
/// the next page neither repeats nor skips a row that stayed, whatever was written in between.
/// </summary>
internal sealed record Continuation(RowPosition After, int? Limit)
{
    /// <param name="query">The request's body and partition: a token serves the query that it came from, and no other.</param>
    public string Encode(string query)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("q", Fingerprint(query));
            json.WriteNumber("s", After.Sequence);
            json.WriteNumber("n", After.Ordinal);
            if (Limit is { } limit)
                json.WriteNumber("l", limit);
            json.WriteStartArray("k");
            foreach (var key in After.Keys)
            {
                // A key is wrapped, because undefined has no JSON: it is an empty wrapper.
                json.WriteStartArray();
                if (!key.IsUndefined)
                    key.WriteTo(json);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }

    /// <exception cref="CosmosRefusal">400: not a token, or another query's.</exception>
    public static Continuation Decode(string token, string query, int keys)
    {
        try
        {
            var json = JsonDocument.Parse(Base64Url.DecodeFromChars(token)).RootElement;
            Value[] values = [.. json.GetProperty("k").EnumerateArray().Select(key => key.GetArrayLength() == 0 ? Value.Undefined : Value.Of(key[0]))];
            if (json.GetProperty("q").GetUInt32() == Fingerprint(query) && values.Length == keys)
            {
                var after = new RowPosition(values, json.GetProperty("s").GetInt64(), json.GetProperty("n").GetInt32());
                return new Continuation(after, json.TryGetProperty("l", out var limit) ? limit.GetInt32() : null);
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            // Falls through to the refusal that another query's token gets.
        }

        throw CosmosRefusal.BadRequest("Invalid Continuation Token.");
    }

    private static uint Fingerprint(string query) => Crc32.HashToUInt32(Encoding.UTF8.GetBytes(query));
}
