using System.Text.Encodings.Web;
using System.Text.Json;

namespace LeRun.LocalHost.Cosmos.Sql;

/// <summary>What is wrong with a query, in the service's shape: severity, location, code, message.</summary>
internal static class SqlError
{
    private static readonly JsonSerializerOptions _relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private const string Syntax = "SC1001";
    private const string Semantics = "SC2001";

    public static CosmosRefusal Near(Token token) => At(
        token.Start,
        token.Start + token.Text.Length,
        token.Kind == TokenKind.End
            ? "Syntax error, the query ends too early."
            : $"Syntax error, incorrect syntax near '{token.Text}'.");

    public static CosmosRefusal At(int start, int end, string message) => Error(start, end, Syntax, message);

    /// <summary>Well-formed, but naming something that is not there.</summary>
    public static CosmosRefusal Unknown(Token token, string message) =>
        Error(token.Start, token.Start + token.Text.Length, Semantics, message);

    /// <summary>The service may know it; the in-process Cosmos does not, and does not guess.</summary>
    public static CosmosRefusal Unsupported(Token token, string? what = null) =>
        Unknown(token, $"{what ?? token.Text.ToUpperInvariant()} is not supported by the in-process Cosmos.");

    private static CosmosRefusal Error(int start, int end, string code, string message)
    {
        var error = new { severity = "Error", location = new { start, end }, code, message };
        return CosmosRefusal.BadRequest(JsonSerializer.Serialize(new { errors = new[] { error } }, _relaxed));
    }
}
