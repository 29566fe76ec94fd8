namespace LeRun.LocalHost.Cosmos.Sql;

/// <summary>Reads the clauses of a query by recursive descent; <see cref="ExpressionParser"/> reads what is in them.</summary>
internal sealed class QueryParser
{
    private static readonly Alias _item = new("", 0, collection: null);

    private readonly TokenReader _tokens;
    private readonly Scope _scope = new();
    private readonly ExpressionParser _expressions;

    private QueryParser(string text, IReadOnlyDictionary<string, Value> parameters)
    {
        _tokens = new TokenReader(Lexer.Tokenise(text));
        _expressions = new ExpressionParser(_tokens, _scope, parameters, () => ParseSelect(isOutermost: false));
    }

    /// <exception cref="CosmosRefusal">400, in the service's error shape, naming what is wrong or not supported.</exception>
    public static Query Parse(string text, IReadOnlyDictionary<string, Value> parameters)
    {
        var parser = new QueryParser(text, parameters);
        var query = parser.ParseSelect(isOutermost: true);
        parser._tokens.ExpectEnd();
        return query;
    }

    /// <summary>Reads a patch's condition: <c>from c where ...</c>.</summary>
    public static Query ParsePredicate(string text)
    {
        var parser = new QueryParser(text, new Dictionary<string, Value>());
        var iterations = parser.ParseFrom(isOutermost: true);
        var where = parser.ParseWhere() ?? throw SqlError.Near(parser._tokens.Current);
        parser._tokens.ExpectEnd();
        return new Query { Slots = parser._scope.Slots, Iterations = iterations, Where = where, Projection = _item };
    }

    private Query ParseSelect(bool isOutermost)
    {
        var outer = _scope.Enter();
        _tokens.Expect("SELECT");
        var top = ParseTop();
        // The list's names are declared behind it: read FROM first, then come back.
        var list = _tokens.Position;
        _tokens.SkipTo("FROM");
        var iterations = ParseFrom(isOutermost);
        var behindFrom = _tokens.Position;
        _tokens.Position = list;
        var (projection, aggregate) = ParseProjection(iterations.Count > 0);
        if (!_tokens.Current.Is("FROM"))
            throw SqlError.Near(_tokens.Current);
        _tokens.Position = behindFrom;

        var where = ParseWhere();
        var orderBy = ParseOrderBy();
        var (offset, limit) = ParseOffsetLimit();
        _scope.Leave(outer);
        return new Query
        {
            Slots = _scope.Slots,
            Iterations = iterations,
            Where = where,
            Projection = projection,
            Aggregate = aggregate,
            OrderBy = orderBy,
            Offset = offset,
            Limit = top ?? limit,
        };
    }

    private int? ParseTop()
    {
        if (_tokens.Current.Is("DISTINCT"))
            throw SqlError.Unsupported(_tokens.Current);
        return _tokens.Accept("TOP") ? ParseCount() : null;
    }

    // A literal or a parameter.
    private int ParseCount()
    {
        var token = _tokens.Current;
        return _expressions.ParsePrimary() is Literal
        {
            Value: { Kind: ValueKind.Number, Number: >= 0 and <= int.MaxValue } value,
        }
            && value.Number == Math.Floor(value.Number)
            ? (int)value.Number
            : throw SqlError.Unknown(token, "TOP, OFFSET and LIMIT take a whole number that is not negative.");
    }

    private List<Iteration> ParseFrom(bool isOutermost)
    {
        _tokens.Expect("FROM");
        var iterations = new List<Iteration>();
        var name = _tokens.ExpectName();
        if (_tokens.Accept("IN"))
        {
            // The outermost query's container may go by any name here; a subquery's is an outer alias.
            if (isOutermost)
                _scope.DeclareItem(_tokens.Current.Text);
            iterations.Add(ParseIteration(name));
        }
        else if (isOutermost)
        {
            _scope.DeclareItem(_tokens.Accept("AS") || _tokens.CurrentIsName ? _tokens.ExpectName().Text : name.Text);
            if (_tokens.Current.Is(".") || _tokens.Current.Is("["))
                throw SqlError.Unsupported(_tokens.Current, "FROM with a path, other than IN");
        }
        else
        {
            throw SqlError.Unsupported(name, "A subquery that does not start with FROM alias IN collection");
        }

        while (_tokens.Accept("JOIN"))
        {
            var alias = _tokens.ExpectName();
            _tokens.Expect("IN");
            iterations.Add(ParseIteration(alias));
        }

        return iterations;
    }

    private Iteration ParseIteration(Token alias)
    {
        var collection = _expressions.ParsePostfix();
        return new Iteration(_scope.Declare(alias, collection), collection);
    }

    private (Expression Projection, Aggregate? Aggregate) ParseProjection(bool hasIterations)
    {
        if (_tokens.Current.Is("*"))
        {
            if (hasIterations)
                throw SqlError.Unknown(_tokens.Current, "'SELECT *' is only valid with a single input set.");
            _tokens.Next();
            return (_item, null);
        }

        if (_tokens.Accept("VALUE"))
        {
            return Aggregate.Named(_tokens.Current) && _tokens.Following.Is("(")
                ? (new Literal(Value.Undefined), ParseAggregate())
                : (_expressions.Parse(), null);
        }

        return (ParseColumns(), null);
    }

    private ObjectLiteral ParseColumns()
    {
        var columns = new List<KeyValuePair<string, Expression>>();
        var unnamed = 0;
        do
        {
            var expression = _expressions.Parse();
            var name = _tokens.Accept("AS") || _tokens.CurrentIsName ? _tokens.ExpectName().Text : NameOf(expression);
            columns.Add(KeyValuePair.Create(name ?? $"${++unnamed}", expression));
        }
        while (_tokens.Accept(","));
        return new ObjectLiteral(columns);
    }

    private static string? NameOf(Expression column) => column switch
    {
        Property property => property.Name,
        Alias alias => alias.Name,
        _ => null,
    };

    private Aggregate ParseAggregate()
    {
        var name = _tokens.Next();
        _tokens.Expect("(");
        var aggregate = new Aggregate(name, _expressions.Parse());
        _tokens.Expect(")");
        return aggregate;
    }

    private Expression? ParseWhere() => _tokens.Accept("WHERE") ? _expressions.Parse() : null;

    private List<SortKey> ParseOrderBy()
    {
        var keys = new List<SortKey>();
        if (_tokens.Current.Is("GROUP"))
            throw SqlError.Unsupported(_tokens.Current, "GROUP BY");
        if (!_tokens.Accept("ORDER"))
            return keys;
        _tokens.Expect("BY");
        do
        {
            var start = _tokens.Current;
            var expression = _expressions.ParsePostfix();
            if (expression.Path is null or [])
                throw SqlError.Unknown(start, "ORDER BY takes properties of the item only.");
            var descending = _tokens.Accept("DESC");
            if (!descending)
                _tokens.Accept("ASC");
            keys.Add(new SortKey(expression, descending));
        }
        while (_tokens.Accept(","));
        return keys;
    }

    private (int Offset, int? Limit) ParseOffsetLimit()
    {
        if (!_tokens.Accept("OFFSET"))
            return (0, null);
        var offset = ParseCount();
        _tokens.Expect("LIMIT");
        return (offset, ParseCount());
    }
}
