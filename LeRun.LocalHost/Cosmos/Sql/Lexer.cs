using System.Globalization;
using System.Text;

namespace LeRun.LocalHost.Cosmos.Sql;

/// <summary>Cuts a query's text into tokens.</summary>
internal static class Lexer
{
    private static readonly string[] _symbols =
    [
        "<=", ">=", "!=", "<>", "||", "??",
        "(", ")", "[", "]", "{", "}", ",", ".", ":", "?", "=", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "~",
    ];

    public static List<Token> Tokenise(string query)
    {
        var tokens = new List<Token>();
        var position = 0;
        while (position < query.Length)
        {
            var c = query[position];
            if (char.IsWhiteSpace(c))
                position++;
            else if (c is '"' or '\'')
                tokens.Add(Text(query, ref position));
            else if (char.IsAsciiDigit(c) || (c == '.' && position + 1 < query.Length && char.IsAsciiDigit(query[position + 1])))
                tokens.Add(Number(query, ref position));
            else if (c == '@' || char.IsLetter(c) || c is '_' or '$')
                tokens.Add(Word(query, ref position));
            else
                tokens.Add(Symbol(query, ref position));
        }

        tokens.Add(new Token(TokenKind.End, "", query.Length));
        return tokens;
    }

    private static Token Word(string query, ref int position)
    {
        var start = position++;
        while (position < query.Length && (char.IsLetterOrDigit(query[position]) || query[position] is '_' or '$'))
            position++;
        var text = query[start..position];
        return new Token(text[0] == '@' ? TokenKind.Parameter : TokenKind.Word, text, start);
    }

    private static Token Number(string query, ref int position)
    {
        var start = position;
        while (position < query.Length && (char.IsAsciiLetterOrDigit(query[position]) || query[position] == '.'
            || (query[position] is '+' or '-' && query[position - 1] is 'e' or 'E')))
        {
            position++;
        }

        var text = query[start..position];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new Token(TokenKind.Number, text, start, number)
            : throw SqlError.At(start, position, $"'{text}' is not a number.");
    }

    private static Token Symbol(string query, ref int position)
    {
        foreach (var symbol in _symbols)
        {
            if (string.CompareOrdinal(query, position, symbol, 0, symbol.Length) != 0)
                continue;
            position += symbol.Length;
            return new Token(TokenKind.Symbol, symbol, position - symbol.Length);
        }

        throw SqlError.Near(new Token(TokenKind.Symbol, query[position].ToString(), position));
    }

    private static Token Text(string query, ref int position)
    {
        var start = position;
        var quote = query[position++];
        var text = new StringBuilder();
        while (position < query.Length)
        {
            var c = query[position++];
            if (c == quote)
                return new Token(TokenKind.Text, text.ToString(), start);
            text.Append(c == '\\' ? Escape(query, ref position) : c);
        }

        throw SqlError.At(start, query.Length, "A string is not closed.");
    }

    private static char Escape(string query, ref int position)
    {
        if (position >= query.Length)
            throw SqlError.At(position - 1, position, "A string ends within an escape.");
        var c = query[position++];
        switch (c)
        {
            case 'n': return '\n';
            case 't': return '\t';
            case 'r': return '\r';
            case 'b': return '\b';
            case 'f': return '\f';
            case '\\' or '/' or '"' or '\'': return c;
            case 'u' when position + 4 <= query.Length && ushort.TryParse(
                query.AsSpan(position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                position += 4;
                return (char)code;
            default: throw SqlError.At(position - 2, position, $"'\\{c}' is not an escape.");
        }
    }
}
