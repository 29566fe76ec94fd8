namespace LeRun.LocalHost.Cosmos.Sql;

/// <summary>A node of a query that has a value for a row.</summary>
internal abstract class Expression
{
    /// <param name="row">The bound values of FROM's and JOIN's aliases, each at its slot.</param>
    public abstract Value Evaluate(Value[] row);

    /// <summary>The property path from the item's root, when this is nothing but one.</summary>
    public virtual IReadOnlyList<string>? Path => null;

    /// <summary>The strings of which the path must be one for this to be true; null when this does not say.</summary>
    public virtual HashSet<string>? Pins(IReadOnlyList<string> path) => null;

    /// <summary>Whether the expression is that property of the item.</summary>
    protected static bool IsAt(Expression expression, IReadOnlyList<string> path) => expression.Path is { } own && own.SequenceEqual(path);

    /// <summary>The text, when the expression is a string that does not depend on the row.</summary>
    protected static string? Constant(Expression expression) => expression is Literal { Value: { Kind: ValueKind.String } value } ? value.Text : null;
}

internal sealed class Literal(Value value) : Expression
{
    public Value Value { get; } = value;

    public override Value Evaluate(Value[] row) => Value;
}

/// <summary>An alias of FROM or JOIN; slot 0 is the item itself.</summary>
internal sealed class Alias(int slot, bool isItem) : Expression
{
    public override IReadOnlyList<string>? Path => isItem ? [] : null;

    public override Value Evaluate(Value[] row) => row[slot];
}

internal sealed class Property(Expression source, string name) : Expression
{
    public string Name { get; } = name;

    public override IReadOnlyList<string>? Path => source.Path is { } path ? [.. path, Name] : null;

    public override Value Evaluate(Value[] row) => source.Evaluate(row).Property(Name);
}

/// <summary><c>source[key]</c> with a key that is computed, or an array's index.</summary>
internal sealed class Indexer(Expression source, Expression key) : Expression
{
    public override Value Evaluate(Value[] row)
    {
        var index = key.Evaluate(row);
        return index.Kind switch
        {
            ValueKind.Number => source.Evaluate(row).Element(index.Number),
            ValueKind.String => source.Evaluate(row).Property(index.Text),
            _ => Value.Undefined,
        };
    }
}

internal sealed class ArrayLiteral(IReadOnlyList<Expression> elements) : Expression
{
    public override Value Evaluate(Value[] row) =>
        Value.Of([.. elements.Select(element => element.Evaluate(row)).Where(value => !value.IsUndefined)]);
}

internal sealed class ObjectLiteral(IReadOnlyList<KeyValuePair<string, Expression>> properties) : Expression
{
    public override Value Evaluate(Value[] row) =>
        Value.Of([.. properties.Select(property => KeyValuePair.Create(property.Key, property.Value.Evaluate(row)))]);
}

internal sealed class FunctionCall(Func<Value[], Value> function, IReadOnlyList<Expression> arguments) : Expression
{
    public override Value Evaluate(Value[] row)
    {
        var values = new Value[arguments.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = arguments[i].Evaluate(row);
        return function(values);
    }
}

/// <summary><c>EXISTS(SELECT ...)</c>: whether the inner query has a row for this outer one.</summary>
internal sealed class Exists(Query subquery) : Expression
{
    public override Value Evaluate(Value[] row) => Value.Of(subquery.HasRows(row));
}
