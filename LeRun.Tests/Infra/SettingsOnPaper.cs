using System.Text.RegularExpressions;

namespace LeRun.Tests.Infra;

/// <summary>The settings that Bicep sets and that documentation tells of.</summary>
internal static partial class SettingsOnPaper
{
    /// <summary>The keys of <c>var appSettings = { ... }</c>, those in conditional parts included.</summary>
    public static SortedSet<string> InBicep(string bicep)
    {
        var code = Strings().Replace(Comments().Replace(bicep, ""), "''");
        var start = code.IndexOf("var appSettings = {", StringComparison.Ordinal);
        if (start < 0)
            throw new FormatException("There is no 'var appSettings = {'.");
        var end = code.IndexOf("\n}", start, StringComparison.Ordinal);
        return new(Keys().Matches(code[start..end]).Select(match => match.Groups["name"].Value), StringComparer.Ordinal);
    }

    /// <summary>The rows of tables that start with a setting and its default; whether a setting can be left out.</summary>
    public static SortedDictionary<string, bool> InMarkdown(string markdown)
    {
        var optional = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (Match row in Rows().Matches(markdown))
            optional[row.Groups["name"].Value] = !row.Groups["default"].Value.Contains("required", StringComparison.Ordinal);
        return optional;
    }

    [GeneratedRegex("//.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comments();

    [GeneratedRegex(@"'(\\.|[^'\\\n])*'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Strings();

    [GeneratedRegex(
        @"^\s*(?<name>[A-Za-z_]\w*):\s", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Keys();

    [GeneratedRegex(
        @"^\| `(?<name>\w+)` \|(?<default>[^|]*)\|",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rows();
}
