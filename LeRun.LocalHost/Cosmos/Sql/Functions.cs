namespace LeRun.LocalHost.Cosmos.Sql;

/// <summary>The built-in functions. An argument of a kind that a function does not take makes its value undefined.</summary>
internal static class Functions
{
    private static readonly Dictionary<string, (int Least, int Most, Func<Value[], Value> Body)> _known =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["IS_DEFINED"] = (1, 1, a => Value.Of(!a[0].IsUndefined)),
            ["IS_NULL"] = Is(ValueKind.Null),
            ["IS_BOOL"] = Is(ValueKind.Boolean),
            ["IS_NUMBER"] = Is(ValueKind.Number),
            ["IS_STRING"] = Is(ValueKind.String),
            ["IS_ARRAY"] = Is(ValueKind.Array),
            ["IS_OBJECT"] = Is(ValueKind.Object),
            ["IS_PRIMITIVE"] = (
                1, 1, a => Value.Of(a[0].Kind is not (ValueKind.Undefined or ValueKind.Array or ValueKind.Object))),
            ["ARRAY_CONTAINS"] = (2, 3, ArrayContains),
            ["ARRAY_LENGTH"] = (1, 1, a => a[0].Kind == ValueKind.Array ? Value.Of((double)a[0].Count) : Value.Undefined),
            ["STARTSWITH"] = TextTest((text, part, comparison) => text.StartsWith(part, comparison)),
            ["ENDSWITH"] = TextTest((text, part, comparison) => text.EndsWith(part, comparison)),
            ["CONTAINS"] = TextTest((text, part, comparison) => text.Contains(part, comparison)),
            ["STRINGEQUALS"] = TextTest(string.Equals),
            ["LOWER"] = Text(text => Value.Of(text.ToLowerInvariant())),
            ["UPPER"] = Text(text => Value.Of(text.ToUpperInvariant())),
            ["TRIM"] = Text(text => Value.Of(text.Trim())),
            ["LENGTH"] = Text(text => Value.Of((double)text.Length)),
            ["CONCAT"] = (2, int.MaxValue, Concat),
            ["ABS"] = Number(Math.Abs),
            ["FLOOR"] = Number(Math.Floor),
            ["CEILING"] = Number(Math.Ceiling),
            ["ROUND"] = Number(number => Math.Round(number, MidpointRounding.AwayFromZero)),
        };

    public static Expression Call(Token name, IReadOnlyList<Expression> arguments)
    {
        if (!_known.TryGetValue(name.Text, out var function))
            throw SqlError.Unsupported(name, $"The function {name.Text.ToUpperInvariant()}");
        if (arguments.Count < function.Least || arguments.Count > function.Most)
            throw SqlError.Unknown(name, $"{name.Text.ToUpperInvariant()} can't take {arguments.Count} argument(s).");
        return new FunctionCall(function.Body, arguments);
    }

    private static (int, int, Func<Value[], Value>) Is(ValueKind kind) => (1, 1, a => Value.Of(a[0].Kind == kind));

    private static (int, int, Func<Value[], Value>) Number(Func<double, double> body) =>
        (1, 1, a => a[0].Kind == ValueKind.Number ? Value.Of(body(a[0].Number)) : Value.Undefined);

    private static (int, int, Func<Value[], Value>) Text(Func<string, Value> body) =>
        (1, 1, a => a[0].Kind == ValueKind.String ? body(a[0].Text) : Value.Undefined);

    // The third argument asks for a comparison without case.
    private static (int, int, Func<Value[], Value>) TextTest(Func<string, string, StringComparison, bool> test) => (2, 3, a =>
        a[0].Kind == ValueKind.String && a[1].Kind == ValueKind.String
            ? Value.Of(test(a[0].Text, a[1].Text, IgnoresCase(a) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            : Value.Undefined);

    private static bool IgnoresCase(Value[] a) => a.Length == 3 && a[2].IsTrue;

    private static Value Concat(Value[] a) => Array.TrueForAll(a, text => text.Kind == ValueKind.String)
        ? Value.Of(string.Concat(a.Select(text => text.Text)))
        : Value.Undefined;

    private static Value ArrayContains(Value[] a)
    {
        if (a[0].Kind != ValueKind.Array || a[1].IsUndefined)
            return Value.Undefined;
        var (wanted, partial) = (a[1], a.Length == 3 && a[2].IsTrue);
        return Value.Of(a[0].Elements().Any(element => partial ? Includes(element, wanted) : element.SameAs(wanted)));
    }

    // A partial match: every property that is asked for is there, others may be too.
    private static bool Includes(Value element, Value wanted) =>
        wanted.Kind == ValueKind.Object && element.Kind == ValueKind.Object
        ? wanted.Properties().All(property => Includes(element.Property(property.Key), property.Value))
        : element.SameAs(wanted);
}
