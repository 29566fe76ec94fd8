namespace LeRun.LocalHost.Cosmos.Sql;

internal enum TokenKind
{
    End,
    Word,
    Parameter,
    Number,
    Text,
    Symbol,
}

/// <param name="Kind">What it is.</param>
/// <param name="Text">A word, parameter or symbol as written; a string's value.</param>
/// <param name="Start">Where it begins in the query, for error messages.</param>
/// <param name="Number">A number's value.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, double Number = 0)
{
    public bool Is(string word) =>
        Kind is TokenKind.Word or TokenKind.Symbol && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
