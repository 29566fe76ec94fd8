using System.Globalization;
using System.Text.Json;

namespace LeRun.Storage;

/// <summary>Writes values into the condition of a patch, which takes no parameters.</summary>
internal static class SqlLiteral
{
    /// <summary>A text in quotes, with everything escaped that could end it.</summary>
    public static string Of(string text) => JsonSerializer.Serialize(text, PrimitiveJson.Default.String);

    /// <summary>A time as storage writes it.</summary>
    public static string Of(DateTimeOffset time) => $"\"{UtcMilliseconds.Format(time)}\"";

    /// <summary>A number, whatever the machine's language.</summary>
    public static string Of(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>A list for <c>IN (...)</c>.</summary>
    public static string ListOf(IEnumerable<string> texts) => $"({string.Join(", ", texts.Select(Of))})";
}
