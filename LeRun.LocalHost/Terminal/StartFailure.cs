using System.Globalization;
using System.Text.RegularExpressions;
using LeRun.LocalHost.Worker;
using Microsoft.Extensions.Options;

namespace LeRun.LocalHost.Terminal;

/// <summary>Explains the failures to start that are not bugs.</summary>
internal static partial class StartFailure
{
    /// <summary>Returns a line for each thing to correct; none if the exception is a bug, whose stack trace says more.</summary>
    public static IReadOnlyList<string> Explain(Exception exception) => exception switch
    {
        OptionsValidationException e => [.. e.Failures],
        // The host collects the failures of several options classes in one exception.
        AggregateException e when e.InnerExceptions.All(inner => Explain(inner).Count > 0) =>
            [.. e.InnerExceptions.SelectMany(Explain)],
        FunctionLoadException or IOException or UnauthorizedAccessException => [exception.Message],
        InvalidOperationException e when Unconvertible().Match(e.Message) is { Success: true } found =>
            [$"{Name(found)} must be {Wanted(found.Groups["type"].Value)}, not '{found.Groups["value"].Value}'."],
        InvalidOperationException e when LogLevel().Match(e.Message) is { Success: true } found =>
            [$"Logging__LogLevel__… must be Trace, Debug, Information, Warning, Error, Critical or None, "
                + $"not '{found.Groups["value"].Value}'."],
        _ => [],
    };

    private static string Name(Match found) => found.Groups["path"].Value.Replace(":", "__", StringComparison.Ordinal);

    private static string Wanted(string type) => type switch
    {
        "System.TimeSpan" => "a time as days.hours:minutes:seconds, such as 7.00:00:00",
        "System.Boolean" => "true or false",
        "System.Int32" or "System.Int64" => "a whole number",
        "System.Double" => "a number",
        "System.Uri" => "an address such as https://api.example.com",
        _ => string.Create(CultureInfo.InvariantCulture, $"of type {type}"),
    };

    // The binder's own words are all that it tells of a setting of the wrong type.
    [GeneratedRegex(
        "^Failed to convert configuration value '(?<value>.*)' at '(?<path>[^']+)' to type '(?<type>[^']+)'",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unconvertible();

    [GeneratedRegex(
        "^Configuration value '(?<value>.*)' is not supported", RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogLevel();
}
