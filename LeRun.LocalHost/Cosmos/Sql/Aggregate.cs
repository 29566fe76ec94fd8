namespace LeRun.LocalHost.Cosmos.Sql;

/// <summary><c>SELECT VALUE COUNT(...)</c> and its like: all rows become one value, or none when it is undefined.</summary>
internal sealed class Aggregate
{
    private readonly Func<IEnumerable<Value>, Value> _fold;
    private readonly Expression _argument;

    public Aggregate(Token name, Expression argument)
    {
        _argument = argument;
        _fold = name.Text.ToUpperInvariant() switch
        {
            "COUNT" => values => Value.Of((double)values.Count(value => !value.IsUndefined)),
            "SUM" => values => Numbers(values, numbers => numbers.Sum()),
            "AVG" => values => Numbers(values, numbers => numbers.Count == 0 ? double.NaN : numbers.Average()),
            "MIN" => values => Extreme(values, -1),
            _ => values => Extreme(values, 1),
        };
    }

    public static bool Named(Token token) =>
        token.Is("COUNT") || token.Is("SUM") || token.Is("AVG") || token.Is("MIN") || token.Is("MAX");

    public Value Over(IEnumerable<Value[]> rows) => _fold(rows.Select(row => _argument.Evaluate(row)));

    private static Value Numbers(IEnumerable<Value> values, Func<List<double>, double> fold)
    {
        var numbers = new List<double>();
        foreach (var value in values)
        {
            if (value.Kind == ValueKind.Number)
                numbers.Add(value.Number);
            else if (!value.IsUndefined)
                return Value.Undefined;
        }

        return Value.Of(fold(numbers));
    }

    // Objects and arrays have no order: one among the values makes the result undefined.
    private static Value Extreme(IEnumerable<Value> values, int sign)
    {
        var best = Value.Undefined;
        foreach (var value in values)
        {
            if (value.Kind is ValueKind.Array or ValueKind.Object)
                return Value.Undefined;
            if (best.IsUndefined || (!value.IsUndefined && Math.Sign(value.OrderAgainst(best)) == sign))
                best = value;
        }

        return best;
    }
}
