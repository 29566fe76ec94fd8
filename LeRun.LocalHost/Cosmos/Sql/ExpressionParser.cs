namespace LeRun.LocalHost.Cosmos.Sql;

/// <summary>Reads expressions, loosest binding first.</summary>
internal sealed class ExpressionParser(
    TokenReader tokens, Scope scope, IReadOnlyDictionary<string, Value> parameters, Func<Query> parseSubquery)
{
    private static readonly string[] _tests = ["IN", "BETWEEN", "LIKE"];
    private static readonly string[] _comparisons = ["=", "!=", "<>", "<", "<=", ">", ">="];

    public Expression Parse()
    {
        var condition = ParseCoalesce();
        if (!tokens.Accept("?"))
            return condition;
        var whenTrue = Parse();
        tokens.Expect(":");
        return new Conditional(condition, whenTrue, Parse());
    }

    /// <summary>A name, literal or parenthesis with the <c>.name</c> and <c>[key]</c> behind it.</summary>
    public Expression ParsePostfix()
    {
        var expression = ParsePrimary();
        while (true)
        {
            if (tokens.Accept("."))
            {
                var name = tokens.Next();
                expression = name.Kind == TokenKind.Word ? new Property(expression, name.Text) : throw SqlError.Near(name);
            }
            else if (tokens.Accept("["))
            {
                var key = Parse();
                tokens.Expect("]");
                expression = key is Literal { Value: { Kind: ValueKind.String } name }
                    ? new Property(expression, name.Text)
                    : new Indexer(expression, key);
            }
            else
            {
                return expression;
            }
        }
    }

    /// <summary>A name, literal or parenthesis alone.</summary>
    public Expression ParsePrimary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                tokens.Next();
                return new Literal(Value.Of(token.Number));
            case TokenKind.Text:
                tokens.Next();
                return new Literal(Value.Of(token.Text));
            case TokenKind.Parameter:
                tokens.Next();
                return parameters.TryGetValue(token.Text, out var value)
                    ? new Literal(value)
                    : throw SqlError.Unknown(token, $"The parameter '{token.Text}' has no value.");
            case TokenKind.Word:
                return ParseWord();
            default:
                return ParseBracketed();
        }
    }

    private Expression ParseCoalesce() => LeftToRight(ParseOr, ["??"], (_, left, right) => new Coalesce(left, right));

    private Expression ParseOr() => LeftToRight(ParseAnd, ["OR"], (_, left, right) => new Or(left, right));

    private Expression ParseAnd() => LeftToRight(ParseNot, ["AND"], (_, left, right) => new And(left, right));

    private Expression ParseNot() => tokens.Accept("NOT") ? new Not(ParseNot()) : ParseComparison();

    private Expression ParseComparison()
    {
        var left = ParseConcatenation();
        var negated = tokens.Current.Is("NOT") && Array.Exists(_tests, tokens.Following.Is);
        if (negated)
            tokens.Next();
        var test = ParseTest(left);
        return negated ? new Not(test) : test;
    }

    private Expression ParseTest(Expression left)
    {
        if (tokens.Accept("IN"))
            return new In(left, ParseList("(", ")"));
        if (tokens.Accept("BETWEEN"))
        {
            var low = ParseConcatenation();
            tokens.Expect("AND");
            return new And(new Comparison(">=", left, low), new Comparison("<=", left, ParseConcatenation()));
        }

        foreach (var unsupported in (string[])["LIKE", "&", "|", "^"])
        {
            if (tokens.Current.Is(unsupported))
                throw SqlError.Unsupported(tokens.Current);
        }

        return Array.Exists(_comparisons, tokens.Current.Is)
            ? new Comparison(tokens.Next().Text, left, ParseConcatenation())
            : left;
    }

    private Expression ParseConcatenation() => LeftToRight(ParseSum, ["||"], (_, left, right) => new Concatenation(left, right));

    private Expression ParseSum() =>
        LeftToRight(ParseProduct, ["+", "-"], (symbol, left, right) => new Arithmetic(symbol, left, right));

    private Expression ParseProduct() =>
        LeftToRight(ParseSign, ["*", "/", "%"], (symbol, left, right) => new Arithmetic(symbol, left, right));

    private Expression ParseSign()
    {
        if (tokens.Current.Is("~"))
            throw SqlError.Unsupported(tokens.Current);
        // Both signs are for numbers only: +"1" is undefined.
        var sign = tokens.Current.Text;
        return tokens.Accept("+") || tokens.Accept("-")
            ? new Arithmetic(sign, new Literal(Value.Of(0)), ParseSign())
            : ParsePostfix();
    }

    private Expression LeftToRight(
        Func<Expression> operand, string[] symbols, Func<string, Expression, Expression, Expression> combine)
    {
        var left = operand();
        while (Array.Exists(symbols, tokens.Current.Is))
            left = combine(tokens.Next().Text, left, operand());
        return left;
    }

    private Expression ParseWord()
    {
        var token = tokens.Next();
        if (token.Is("EXISTS"))
        {
            tokens.Expect("(");
            var subquery = parseSubquery();
            tokens.Expect(")");
            return new Exists(subquery);
        }

        if (tokens.Current.Is("("))
        {
            if (Aggregate.Named(token))
            {
                var name = token.Text.ToUpperInvariant();
                throw SqlError.Unsupported(token, $"{name} other than as SELECT VALUE {name}(...)");
            }

            return Functions.Call(token, ParseList("(", ")"));
        }

        return token.Text switch
        {
            "true" => new Literal(Value.True),
            "false" => new Literal(Value.False),
            "null" => new Literal(Value.Null),
            "undefined" => new Literal(Value.Undefined),
            _ => scope.Resolve(token),
        };
    }

    private Expression ParseBracketed()
    {
        if (tokens.Current.Is("["))
            return new ArrayLiteral(ParseList("[", "]"));
        if (tokens.Current.Is("{"))
            return ParseObject();
        if (!tokens.Accept("("))
            throw SqlError.Near(tokens.Current);
        if (tokens.Current.Is("SELECT"))
            throw SqlError.Unsupported(tokens.Current, "A subquery other than EXISTS");
        var inner = Parse();
        tokens.Expect(")");
        return inner;
    }

    private List<Expression> ParseList(string open, string close)
    {
        var list = new List<Expression>();
        tokens.Expect(open);
        while (!tokens.Accept(close))
        {
            if (list.Count > 0)
                tokens.Expect(",");
            list.Add(Parse());
        }

        return list;
    }

    private ObjectLiteral ParseObject()
    {
        var properties = new List<KeyValuePair<string, Expression>>();
        tokens.Expect("{");
        while (!tokens.Accept("}"))
        {
            if (properties.Count > 0)
                tokens.Expect(",");
            var name = tokens.Next();
            if (name.Kind is not (TokenKind.Text or TokenKind.Word))
                throw SqlError.Near(name);
            tokens.Expect(":");
            properties.Add(KeyValuePair.Create(name.Text, Parse()));
        }

        return new ObjectLiteral(properties);
    }
}
