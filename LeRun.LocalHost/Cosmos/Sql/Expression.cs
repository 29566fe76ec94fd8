namespace LeRun.LocalHost.Cosmos.Sql;

/// <summary>A node of a query that has a value for a row.</summary>
internal abstract class Expression
{
    /// <param name="row">The bound values of FROM's and JOIN's aliases, each at its slot.</param>
    public abstract Value Evaluate(Value[] row);

    /// <summary>The property path from the item's root, when this is nothing but one.</summary>
    public virtual IReadOnlyList<string>? Path => null;

    /// <summary>The value's path in an index, with <c>[]</c> for an array's elements; null when it has none.</summary>
    public virtual IReadOnlyList<string>? IndexPath => Path;

    /// <summary>The expressions that this one is made of.</summary>
    public virtual IReadOnlyList<Expression> Operands => [];

    /// <summary>Whether the value is defined for every row.</summary>
    public virtual bool IsAlwaysDefined => false;

    /// <summary>The strings of which the path must be one for this to be true; null when this does not say.</summary>
    public virtual HashSet<string>? Pins(IReadOnlyList<string> path) => null;

    /// <summary>The condition as far as an index decides it: true for every row that must be loaded to know.</summary>
    /// <param name="isIndexed">Tells whether the index has a path.</param>
    public virtual Expression DecidedByIndex(Func<IReadOnlyList<string>, bool> isIndexed) =>
        IndexPaths().All(isIndexed) ? this : new Literal(Value.True);

    /// <summary>The index paths of everything that the value depends on.</summary>
    public IEnumerable<IReadOnlyList<string>> IndexPaths() =>
        IndexPath is { Count: > 0 } path ? [path] : Operands.SelectMany(operand => operand.IndexPaths());

    /// <summary>Whether the expression is that property of the item.</summary>
    protected static bool IsAt(Expression expression, IReadOnlyList<string> path) =>
        expression.Path is { } own && own.SequenceEqual(path);

    /// <summary>The text, when the expression is a string that does not depend on the row.</summary>
    protected static string? Constant(Expression expression) =>
        expression is Literal { Value: { Kind: ValueKind.String } value } ? value.Text : null;
}

internal sealed class Literal(Value value) : Expression
{
    public Value Value { get; } = value;

    public override bool IsAlwaysDefined => !Value.IsUndefined;

    public override Value Evaluate(Value[] row) => Value;
}

/// <summary>An alias of FROM or JOIN: the item itself, in slot 0, or an element of a collection.</summary>
internal sealed class Alias(string name, int slot, Expression? collection) : Expression
{
    public string Name { get; } = name;

    public override IReadOnlyList<string>? Path => collection is null ? [] : null;

    public override IReadOnlyList<string>? IndexPath => collection is null ? [] : ArrayPath.Of(collection);

    public override bool IsAlwaysDefined => true;

    public override Value Evaluate(Value[] row) => row[slot];
}

internal sealed class Property(Expression source, string name) : Expression
{
    public string Name { get; } = name;

    public override IReadOnlyList<string>? Path => source.Path is { } path ? [.. path, Name] : null;

    public override IReadOnlyList<string>? IndexPath => source.IndexPath is { } path ? [.. path, Name] : null;

    public override IReadOnlyList<Expression> Operands => [source];

    public override Value Evaluate(Value[] row) => source.Evaluate(row).Property(Name);
}

/// <summary><c>source[key]</c> with a key that is computed, or an array's index.</summary>
internal sealed class Indexer(Expression source, Expression key) : Expression
{
    public override IReadOnlyList<string>? IndexPath => key is Literal ? ArrayPath.Of(source) : null;

    public override IReadOnlyList<Expression> Operands => [source, key];

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
    public override IReadOnlyList<Expression> Operands => elements;

    public override bool IsAlwaysDefined => true;

    public override Value Evaluate(Value[] row) =>
        Value.Of([.. elements.Select(element => element.Evaluate(row)).Where(value => !value.IsUndefined)]);
}

/// <summary>An object of computed properties; those that are undefined are left out.</summary>
internal sealed class ObjectLiteral(IReadOnlyList<KeyValuePair<string, Expression>> properties) : Expression
{
    public override IReadOnlyList<Expression> Operands => [.. properties.Select(property => property.Value)];

    public override bool IsAlwaysDefined => true;

    public override Value Evaluate(Value[] row)
    {
        var values = new List<KeyValuePair<string, Value>>(properties.Count);
        foreach (var (name, expression) in properties)
        {
            if (expression.Evaluate(row) is { IsUndefined: false } value)
                values.Add(KeyValuePair.Create(name, value));
        }

        return Value.Of(values);
    }
}

internal sealed class FunctionCall(Func<Value[], Value> function, IReadOnlyList<Expression> arguments) : Expression
{
    public override IReadOnlyList<Expression> Operands => arguments;

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
    public override IReadOnlyList<Expression> Operands =>
        subquery.Where is { } where ? [where] : [.. subquery.Iterations.Select(iteration => iteration.Collection)];

    public override Value Evaluate(Value[] row) => Value.Of(subquery.HasRows(row));
}

/// <summary>The path of an array's elements in an index.</summary>
internal static class ArrayPath
{
    public static IReadOnlyList<string>? Of(Expression array) => array.IndexPath is { } path ? [.. path, "[]"] : null;
}
