using System.Text.RegularExpressions;
using LeRun.Tests.Infra;

namespace LeRun.Tests.Docs;

/// <summary>README.md and README.zh-CN.md tell the same.</summary>
public partial class ReadmeTests
{
    private static readonly string English = Repository.Read("README.md");
    private static readonly string Chinese = Repository.Read("README.zh-CN.md");

    [Fact]
    public void Chinese_has_the_same_headings() => Assert.Equal(Levels(English), Levels(Chinese));

    [Fact]
    public void Chinese_has_the_same_commands() => Assert.Equal(Commands(English), Commands(Chinese));

    [Fact]
    public void Chinese_has_the_same_links_and_settings()
    {
        Assert.Equal(Links(English), Links(Chinese));
        Assert.Equal(Settings(English), Settings(Chinese));
    }

    private static IEnumerable<string> Levels(string text) =>
        Heading().Matches(WithoutCode(text)).Select(heading => heading.Groups["level"].Value);

    private static IEnumerable<string> Commands(string text) => Code().Matches(text)
        .Where(block => !block.Value.StartsWith("```mermaid", StringComparison.Ordinal))
        .SelectMany(block => block.Value.Split('\n'))
        .Concat(WithoutCode(text).Split('\n').Where(line => line.StartsWith("    ", StringComparison.Ordinal)))
        .Select(line => line.Trim())
        .Where(line => line.Length > 0);

    private static IEnumerable<string> Links(string text) => Link().Matches(WithoutCode(text))
        .Select(link => link.Groups["target"].Value)
        .Where(target => !target.StartsWith("README", StringComparison.Ordinal));

    private static IEnumerable<string> Settings(string text) =>
        Setting().Matches(text).Select(setting => setting.Groups["name"].Value);

    private static string WithoutCode(string text) => Code().Replace(text, "");

    [GeneratedRegex("^(?<level>#+) ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\| `(?<name>\w+__\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
