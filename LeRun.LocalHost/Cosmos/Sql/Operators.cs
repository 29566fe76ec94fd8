namespace LeRun.LocalHost.Cosmos.Sql;

/// <summary>Three-valued: false decides whatever the other side is, anything but a boolean counts as undefined.</summary>
internal sealed class And(Expression left, Expression right) : Expression
{
    public override IReadOnlyList<Expression> Operands => [left, right];

    public override Value Evaluate(Value[] row)
    {
        var first = left.Evaluate(row);
        if (first.IsFalse)
            return Value.False;
        var second = right.Evaluate(row);
        if (second.IsFalse)
            return Value.False;
        return first.IsTrue && second.IsTrue ? Value.True : Value.Undefined;
    }

    public override HashSet<string>? Pins(IReadOnlyList<string> path) => left.Pins(path) ?? right.Pins(path);

    public override Expression DecidedByIndex(Func<IReadOnlyList<string>, bool> isIndexed) =>
        new And(left.DecidedByIndex(isIndexed), right.DecidedByIndex(isIndexed));
}

/// <summary>Three-valued: true decides.</summary>
internal sealed class Or(Expression left, Expression right) : Expression
{
    public override IReadOnlyList<Expression> Operands => [left, right];

    public override Value Evaluate(Value[] row)
    {
        var first = left.Evaluate(row);
        if (first.IsTrue)
            return Value.True;
        var second = right.Evaluate(row);
        if (second.IsTrue)
            return Value.True;
        return first.IsFalse && second.IsFalse ? Value.False : Value.Undefined;
    }

    public override HashSet<string>? Pins(IReadOnlyList<string> path)
    {
        if (left.Pins(path) is not { } pins || right.Pins(path) is not { } others)
            return null;
        pins.UnionWith(others);
        return pins;
    }

    public override Expression DecidedByIndex(Func<IReadOnlyList<string>, bool> isIndexed) =>
        new Or(left.DecidedByIndex(isIndexed), right.DecidedByIndex(isIndexed));
}

internal sealed class Not(Expression operand) : Expression
{
    public override IReadOnlyList<Expression> Operands => [operand];

    public override Value Evaluate(Value[] row) =>
        operand.Evaluate(row) is { Kind: ValueKind.Boolean } value ? Value.Of(value.IsFalse) : Value.Undefined;
}

/// <summary>Equality is false between kinds; the order between kinds, and of arrays and objects, is undefined.</summary>
internal sealed class Comparison(string symbol, Expression left, Expression right) : Expression
{
    public override IReadOnlyList<Expression> Operands => [left, right];

    public override Value Evaluate(Value[] row)
    {
        var (first, second) = (left.Evaluate(row), right.Evaluate(row));
        if (first.IsUndefined || second.IsUndefined)
            return Value.Undefined;
        if (symbol == "=")
            return Value.Of(first.SameAs(second));
        if (symbol is "!=" or "<>")
            return Value.Of(!first.SameAs(second));
        if (first.Kind != second.Kind || first.Kind is ValueKind.Array or ValueKind.Object)
            return Value.Undefined;

        var order = first.OrderAgainst(second);
        return Value.Of(symbol switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        });
    }

    public override HashSet<string>? Pins(IReadOnlyList<string> path)
    {
        if (symbol != "=")
            return null;
        var text = IsAt(left, path) ? Constant(right) : IsAt(right, path) ? Constant(left) : null;
        return text is null ? null : [text];
    }
}

internal sealed class In(Expression needle, IReadOnlyList<Expression> candidates) : Expression
{
    public override IReadOnlyList<Expression> Operands => [needle, .. candidates];

    public override Value Evaluate(Value[] row)
    {
        var value = needle.Evaluate(row);
        if (value.IsUndefined)
            return Value.Undefined;
        foreach (var candidate in candidates)
        {
            if (value.SameAs(candidate.Evaluate(row)))
                return Value.True;
        }

        return Value.False;
    }

    public override HashSet<string>? Pins(IReadOnlyList<string> path) =>
        IsAt(needle, path) && candidates.All(candidate => Constant(candidate) is not null)
            ? [.. candidates.Select(candidate => Constant(candidate)!)]
            : null;
}

internal sealed class Arithmetic(string symbol, Expression left, Expression right) : Expression
{
    public override IReadOnlyList<Expression> Operands => [left, right];

    public override Value Evaluate(Value[] row)
    {
        var (first, second) = (left.Evaluate(row), right.Evaluate(row));
        if (first.Kind != ValueKind.Number || second.Kind != ValueKind.Number)
            return Value.Undefined;
        return Value.Of(symbol switch
        {
            "+" => first.Number + second.Number,
            "-" => first.Number - second.Number,
            "*" => first.Number * second.Number,
            "/" => first.Number / second.Number,
            _ => first.Number % second.Number,
        });
    }
}

/// <summary><c>||</c>, which joins strings and nothing else.</summary>
internal sealed class Concatenation(Expression left, Expression right) : Expression
{
    public override IReadOnlyList<Expression> Operands => [left, right];

    public override Value Evaluate(Value[] row)
    {
        var (first, second) = (left.Evaluate(row), right.Evaluate(row));
        return first.Kind == ValueKind.String && second.Kind == ValueKind.String
            ? Value.Of(first.Text + second.Text)
            : Value.Undefined;
    }
}

/// <summary><c>??</c>: the right side stands in for undefined, not for null.</summary>
internal sealed class Coalesce(Expression left, Expression right) : Expression
{
    public override IReadOnlyList<Expression> Operands => [left, right];

    public override Value Evaluate(Value[] row) =>
        left.Evaluate(row) is { IsUndefined: false } value ? value : right.Evaluate(row);
}

internal sealed class Conditional(Expression condition, Expression whenTrue, Expression otherwise) : Expression
{
    public override IReadOnlyList<Expression> Operands => [condition, whenTrue, otherwise];

    public override Value Evaluate(Value[] row) =>
        condition.Evaluate(row).IsTrue ? whenTrue.Evaluate(row) : otherwise.Evaluate(row);
}
