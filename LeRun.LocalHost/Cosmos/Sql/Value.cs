using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace LeRun.LocalHost.Cosmos.Sql;

/// <summary>The kinds of value, in the order in which ORDER BY puts them.</summary>
internal enum ValueKind
{
    Undefined,
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

/// <summary>
/// A value of a query. Small, because a filter makes several for each item; an array or object of an item stays a
/// window onto its JSON.
/// </summary>
internal readonly struct Value
{
    private readonly double _number;

    // A string; a JsonView or JsonElement of an item; or a list that the query computed.
    private readonly object? _content;

    private Value(ValueKind kind, double number = 0, object? content = null) =>
        (Kind, _number, _content) = (kind, number, content);

    public static Value Undefined => default;

    public static Value Null { get; } = new(ValueKind.Null);

    public static Value True { get; } = new(ValueKind.Boolean, 1);

    public static Value False { get; } = new(ValueKind.Boolean);

    public ValueKind Kind { get; }

    public bool IsTrue => Kind == ValueKind.Boolean && _number != 0;

    public bool IsFalse => Kind == ValueKind.Boolean && _number == 0;

    public bool IsUndefined => Kind == ValueKind.Undefined;

    public double Number => _number;

    /// <summary>A string's text.</summary>
    public string Text => (string)_content!;

    /// <summary>An array's length.</summary>
    public int Count => _content is IReadOnlyList<Value> list ? list.Count : ((JsonElement)_content!).GetArrayLength();

    public static Value Of(bool value) => value ? True : False;

    public static Value Of(double value) => double.IsFinite(value) ? new(ValueKind.Number, value) : Undefined;

    public static Value Of(string value) => new(ValueKind.String, content: value);

    public static Value Of(IReadOnlyList<Value> array) => new(ValueKind.Array, content: array);

    public static Value Of(IReadOnlyList<KeyValuePair<string, Value>> properties) => new(ValueKind.Object, content: properties);

    public static Value Of(JsonView item) => new(ValueKind.Object, content: item);

    public static Value Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => Null,
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        JsonValueKind.Number => Of(element.GetDouble()),
        JsonValueKind.String => Of(element.GetString()!),
        JsonValueKind.Array => new(ValueKind.Array, content: element),
        JsonValueKind.Object => new(ValueKind.Object, content: element),
        _ => Undefined,
    };

    public IEnumerable<Value> Elements() =>
        _content is IReadOnlyList<Value> list ? list : ((JsonElement)_content!).EnumerateArray().Select(Of);

    public IEnumerable<KeyValuePair<string, Value>> Properties() => _content switch
    {
        JsonView view => view.Properties(),
        JsonElement json => json.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Of(property.Value))),
        _ => (IReadOnlyList<KeyValuePair<string, Value>>)_content!,
    };

    /// <summary>A property of an object; undefined for anything else.</summary>
    public Value Property(string name)
    {
        if (Kind != ValueKind.Object)
            return Undefined;
        return _content switch
        {
            JsonView view => view.Property(name),
            JsonElement element => element.TryGetProperty(name, out var found) ? Of(found) : Undefined,
            _ => Properties().FirstOrDefault(property => property.Key == name).Value,
        };
    }

    /// <summary>An element of an array; undefined for anything else and out of range.</summary>
    public Value Element(double index)
    {
        if (Kind != ValueKind.Array || index < 0 || index >= Count || index != Math.Floor(index))
            return Undefined;
        return _content is IReadOnlyList<Value> list ? list[(int)index] : Of(((JsonElement)_content!)[(int)index]);
    }

    /// <summary>Deep equality; undefined equals undefined here, operators decide about it before.</summary>
    public bool SameAs(in Value other)
    {
        if (Kind != other.Kind)
            return false;
        return Kind switch
        {
            ValueKind.Boolean or ValueKind.Number => _number == other._number,
            ValueKind.String => Text == other.Text,
            ValueKind.Array => Count == other.Count && AllSame(Elements().Zip(other.Elements())),
            ValueKind.Object => SameProperties(other),
            _ => true,
        };
    }

    /// <summary>ORDER BY's order: by kind first, then within booleans, numbers and strings (ordinal).</summary>
    public int OrderAgainst(in Value other)
    {
        if (Kind != other.Kind)
            return Kind.CompareTo(other.Kind);
        return Kind switch
        {
            ValueKind.Boolean or ValueKind.Number => _number.CompareTo(other._number),
            ValueKind.String => string.CompareOrdinal(Text, other.Text),
            _ => 0,
        };
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case ValueKind.Object when _content is JsonView view:
                writer.WriteRawValue(view.Json.Span, skipInputValidation: true);
                break;
            case ValueKind.Object or ValueKind.Array when _content is JsonElement element:
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(element), skipInputValidation: true);
                break;
            case ValueKind.Boolean:
                writer.WriteBooleanValue(IsTrue);
                break;
            case ValueKind.Number:
                writer.WriteRawValue(_number.ToString("R", CultureInfo.InvariantCulture), skipInputValidation: true);
                break;
            case ValueKind.String:
                writer.WriteStringValue(Text);
                break;
            case ValueKind.Array:
                writer.WriteStartArray();
                foreach (var element in Elements())
                    element.WriteTo(writer);
                writer.WriteEndArray();
                break;
            case ValueKind.Object:
                writer.WriteStartObject();
                foreach (var (name, value) in Properties())
                {
                    if (value.IsUndefined)
                        continue;
                    writer.WritePropertyName(name);
                    value.WriteTo(writer);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static bool AllSame(IEnumerable<(Value First, Value Second)> pairs) =>
        pairs.All(pair => pair.First.SameAs(pair.Second));

    private bool SameProperties(in Value other)
    {
        var mine = Properties().ToList();
        return mine.Count == other.Properties().Count() && AllIn(mine, other);
    }

    private static bool AllIn(List<KeyValuePair<string, Value>> properties, Value other) =>
        properties.TrueForAll(property => property.Value.SameAs(other.Property(property.Key)));
}
