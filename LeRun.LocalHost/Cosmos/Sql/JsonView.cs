using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace LeRun.LocalHost.Cosmos.Sql;

/// <summary>
/// An object's JSON with a table of where its properties lie. Queries look at a few small properties of items that may
/// carry thousands of markers: a parsed document would take several times the item's own size, for each item ever looked at.
/// </summary>
internal sealed class JsonView
{
    private readonly Entry[] _entries;

    /// <param name="json">A valid JSON object.</param>
    public JsonView(ReadOnlyMemory<byte> json)
    {
        Json = json;
        var entries = new List<Entry>();
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = (Start: (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped);
            reader.Read();
            var (start, kind) = ((int)reader.TokenStartIndex, reader.TokenType);
            reader.Skip();
            entries.Add(new Entry(name.Start, name.Length, name.ValueIsEscaped, start, (int)reader.BytesConsumed - start, kind));
        }

        _entries = [.. entries];
    }

    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The last property of that name, as everywhere in JSON; undefined when there is none.</summary>
    public Value Property(string name)
    {
        for (var i = _entries.Length - 1; i >= 0; i--)
        {
            if (IsNamed(_entries[i], name))
                return ValueOf(_entries[i]);
        }

        return Value.Undefined;
    }

    public IEnumerable<KeyValuePair<string, Value>> Properties() =>
        _entries.Select(entry => KeyValuePair.Create(NameOf(entry), ValueOf(entry)));

    private bool IsNamed(in Entry entry, string name)
    {
        // UTF-8 is never shorter than UTF-16: most names are told apart by their length alone.
        if (!entry.NameIsEscaped && entry.NameLength < name.Length)
            return false;
        var bytes = Json.Span.Slice(entry.NameStart, entry.NameLength);
        return Ascii.Equals(bytes, name) || ((entry.NameIsEscaped || !Ascii.IsValid(bytes)) && NameOf(entry) == name);
    }

    private string NameOf(in Entry entry) => Text(Json.Span.Slice(entry.NameStart - 1, entry.NameLength + 2));

    private Value ValueOf(in Entry entry)
    {
        var json = Json.Slice(entry.Start, entry.Length);
        return entry.Kind switch
        {
            JsonTokenType.Null => Value.Null,
            JsonTokenType.True => Value.True,
            JsonTokenType.False => Value.False,
            JsonTokenType.String => Value.Of(Text(json.Span)),
            JsonTokenType.Number when Utf8Parser.TryParse(json.Span, out double number, out _) => Value.Of(number),
            _ => Value.Of(JsonDocument.Parse(json).RootElement),
        };
    }

    private static string Text(ReadOnlySpan<byte> quoted) => quoted.Contains((byte)'\\')
        ? JsonSerializer.Deserialize<string>(quoted)!
        : Encoding.UTF8.GetString(quoted[1..^1]);

    private readonly record struct Entry(
        int NameStart, int NameLength, bool NameIsEscaped, int Start, int Length, JsonTokenType Kind);
}
