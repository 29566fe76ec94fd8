namespace LeRun.LocalHost.Cosmos.Sql;

/// <summary><c>alias IN collection</c>: a row for each element.</summary>
internal sealed record Iteration(int Slot, Expression Collection);

internal sealed record SortKey(Expression Expression, bool Descending);

/// <summary>A parsed query, with its parameters' values in it.</summary>
internal sealed record Query
{
    /// <summary>How many values a row binds, those of subqueries included.</summary>
    public required int Slots { get; init; }

    public required IReadOnlyList<Iteration> Iterations { get; init; }

    public Expression? Where { get; init; }

    /// <summary>The value of a row in the result; an undefined one is left out.</summary>
    public required Expression Projection { get; init; }

    public Aggregate? Aggregate { get; init; }

    public IReadOnlyList<SortKey> OrderBy { get; init; } = [];

    public int Offset { get; init; }

    /// <summary>TOP or LIMIT; null is all.</summary>
    public int? Limit { get; init; }

    public bool Matches(JsonView item) => Rows(Value.Of(item)).Any();

    public bool HasRows(Value[] outer) => Expand(outer, 0).Any();

    /// <summary>The rows that an item gives. They share one array: copy what outlives the next step.</summary>
    public IEnumerable<Value[]> Rows(Value item)
    {
        var row = new Value[Slots];
        row[0] = item;
        return Expand(row, 0);
    }

    /// <summary>As <see cref="Rows"/>, for a query without JOIN or IN, where an item is one row or none.</summary>
    public Value[]? OnlyRow(Value item)
    {
        var row = new Value[Slots];
        row[0] = item;
        return Passes(row) ? row : null;
    }

    private IEnumerable<Value[]> Expand(Value[] row, int index)
    {
        if (index == Iterations.Count)
        {
            if (Passes(row))
                yield return row;
            yield break;
        }

        var (slot, collection) = Iterations[index];
        var elements = collection.Evaluate(row);
        if (elements.Kind != ValueKind.Array)
            yield break;
        foreach (var element in elements.Elements())
        {
            row[slot] = element;
            foreach (var expanded in Expand(row, index + 1))
                yield return expanded;
        }
    }

    private bool Passes(Value[] row) => Where is null || Where.Evaluate(row).IsTrue;
}
