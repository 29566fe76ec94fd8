using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeRun.Storage;

/// <summary>How much was deleted, by kind (<c>posts</c>, <c>records</c> and so on). Several threads may count at once.</summary>
[JsonConverter(typeof(Converter))]
public sealed class DeletionCounts
{
    private readonly Lock _counting = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>How much of a kind was deleted; 0 for a kind that was not counted.</summary>
    public int this[string kind]
    {
        get
        {
            lock (_counting)
                return _counts.GetValueOrDefault(kind);
        }
    }

    /// <summary>Whether nothing was deleted.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_counting)
                return _counts.Count == 0;
        }
    }

    /// <summary>Counts of a single kind.</summary>
    public static DeletionCounts Of(string kind, int count)
    {
        var counts = new DeletionCounts();
        counts.Add(kind, count);
        return counts;
    }

    /// <summary>Counts more of a kind; a kind of which there is nothing is not listed.</summary>
    public void Add(string kind, int count)
    {
        if (count == 0)
            return;
        lock (_counting)
            _counts[kind] = _counts.GetValueOrDefault(kind) + count;
    }

    /// <summary>Counts all that <paramref name="others"/> holds.</summary>
    public void Add(DeletionCounts others)
    {
        foreach (var (kind, count) in others.ToDictionary())
            Add(kind, count);
    }

    /// <summary>The counts as they are now, in the order in which the kinds were first counted.</summary>
    public IReadOnlyDictionary<string, int> ToDictionary()
    {
        lock (_counting)
            return new Dictionary<string, int>(_counts, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", ToDictionary().Select(kind => $"{kind.Value} {kind.Key}"));

    internal sealed class Converter : JsonConverter<DeletionCounts>
    {
        public override DeletionCounts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var counts = new DeletionCounts();
            foreach (var (kind, count) in JsonSerializer.Deserialize(ref reader, PrimitiveJson.Default.DictionaryStringInt32)!)
                counts.Add(kind, count);
            return counts;
        }

        public override void Write(Utf8JsonWriter writer, DeletionCounts value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value._counts, PrimitiveJson.Default.DictionaryStringInt32);
    }
}
