namespace LeRun.LocalHost.Cosmos.Sql;

/// <summary>A place in a query's tokens.</summary>
internal sealed class TokenReader(List<Token> tokens)
{
    private static readonly HashSet<string> _reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "FROM", "WHERE", "ORDER", "GROUP", "BY", "OFFSET", "LIMIT", "JOIN", "IN", "AS", "AND", "OR", "NOT", "BETWEEN",
        "LIKE", "ASC", "DESC", "EXISTS", "TOP", "VALUE", "DISTINCT", "ESCAPE",
    };

    public int Position { get; set; }

    public Token Current => tokens[Position];

    public Token Following => tokens[Math.Min(Position + 1, tokens.Count - 1)];

    /// <summary>Whether an alias could stand here.</summary>
    public bool CurrentIsName => Current.Kind == TokenKind.Word && !_reserved.Contains(Current.Text);

    public Token Next()
    {
        var token = Current;
        if (token.Kind != TokenKind.End)
            Position++;
        return token;
    }

    public bool Accept(string word)
    {
        if (!Current.Is(word))
            return false;
        Position++;
        return true;
    }

    public void Expect(string word)
    {
        if (!Accept(word))
            throw SqlError.Near(Current);
    }

    public Token ExpectName() => CurrentIsName ? Next() : throw SqlError.Near(Current);

    public void ExpectEnd()
    {
        if (Current.Kind != TokenKind.End)
            throw SqlError.Near(Current);
    }

    /// <summary>Moves to the next such word that stands in no parentheses.</summary>
    public void SkipTo(string word)
    {
        var depth = 0;
        while (depth > 0 || !Current.Is(word))
        {
            var token = Next();
            if (token.Kind == TokenKind.End)
                throw SqlError.Near(token);
            if (token.Kind == TokenKind.Symbol)
                depth += token.Text is "(" or "[" or "{" ? 1 : token.Text is ")" or "]" or "}" ? -1 : 0;
        }
    }
}
