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
/// A value of a query: a window onto an item's JSON, or something computed. What comes from an item is copied only
/// when asked for, so a filter over many items allocates little.
/// </summary>
internal readonly struct Value
{
    private readonly double _number;
    private readonly object? _computed;
    private readonly JsonElement _element;

    private Value(ValueKind kind, double number = 0, object? computed = null, JsonElement element = default) =>
        (Kind, _number, _computed, _element) = (kind, number, computed, element);

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
    public string Text => _computed as string ?? _element.GetString()!;

    public int Count => _computed switch
    {
        IReadOnlyList<Value> list => list.Count,
        _ => _element.GetArrayLength(),
    };

    public static Value Of(bool value) => value ? True : False;

    public static Value Of(double value) => double.IsFinite(value) ? new(ValueKind.Number, value) : Undefined;

    public static Value Of(string value) => new(ValueKind.String, computed: value);

    public static Value Of(IReadOnlyList<Value> array) => new(ValueKind.Array, computed: array);

    public static Value Of(IReadOnlyList<KeyValuePair<string, Value>> properties) => new(ValueKind.Object, computed: properties);

    public static Value Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => Null,
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        JsonValueKind.Number => new(ValueKind.Number, element.GetDouble(), element: element),
        JsonValueKind.String => new(ValueKind.String, element: element),
        JsonValueKind.Array => new(ValueKind.Array, element: element),
        JsonValueKind.Object => new(ValueKind.Object, element: element),
        _ => Undefined,
    };

    public IEnumerable<Value> Elements() => _computed switch
    {
        IReadOnlyList<Value> list => list,
        _ => _element.EnumerateArray().Select(Of),
    };

    public IEnumerable<KeyValuePair<string, Value>> Properties() => _computed switch
    {
        IReadOnlyList<KeyValuePair<string, Value>> list => list,
        _ => _element.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Of(property.Value))),
    };

    /// <summary>A property of an object; undefined for anything else.</summary>
    public Value Property(string name)
    {
        if (Kind != ValueKind.Object)
            return Undefined;
        if (_computed is IReadOnlyList<KeyValuePair<string, Value>> list)
            return list.FirstOrDefault(property => property.Key == name).Value;
        return _element.TryGetProperty(name, out var found) ? Of(found) : Undefined;
    }

    /// <summary>An element of an array; undefined for anything else and out of range.</summary>
    public Value Element(double index)
    {
        if (Kind != ValueKind.Array || index < 0 || index >= Count || index != Math.Floor(index))
            return Undefined;
        return _computed is IReadOnlyList<Value> list ? list[(int)index] : Of(_element[(int)index]);
    }

    /// <summary>Deep equality; undefined equals undefined here, operators decide about it before.</summary>
    public bool SameAs(in Value other)
    {
        if (Kind != other.Kind)
            return false;
        return Kind switch
        {
            ValueKind.Boolean or ValueKind.Number => _number == other._number,
            ValueKind.String when other._computed is string text && _computed is null => _element.ValueEquals(text),
            ValueKind.String => Text == other.Text,
            ValueKind.Array => Count == other.Count && Elements().Zip(other.Elements()).All(pair => pair.First.SameAs(pair.Second)),
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

    /// <summary>The same value with its text at hand: for one that will be compared many times.</summary>
    public Value Materialised() => Kind == ValueKind.String ? Of(Text) : this;

    public void WriteTo(Utf8JsonWriter writer)
    {
        if (_element.ValueKind != JsonValueKind.Undefined)
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(_element), skipInputValidation: true);
            return;
        }

        switch (Kind)
        {
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

    private bool SameProperties(in Value other)
    {
        var mine = Properties().ToList();
        return mine.Count == other.Properties().Count() && AllIn(mine, other);
    }

    private static bool AllIn(List<KeyValuePair<string, Value>> properties, Value other) =>
        properties.TrueForAll(property => property.Value.SameAs(other.Property(property.Key)));
}
