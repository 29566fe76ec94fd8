using System.Text.RegularExpressions;
using LeRun.ApiDocs;
using LeRun.Tests.Infra;

namespace LeRun.Tests.Docs;

/// <summary>Functions declare what their code does.</summary>
public partial class DeclarationTests
{
    private static readonly Dictionary<string, string> Sources = Directory
        .EnumerateFiles(Repository.PathOf("LeRun.Functions"), "*Function*.cs", SearchOption.AllDirectories)
        .SelectMany(file => Function().Split(File.ReadAllText(file)).Skip(1))
        .ToDictionary(source => source[..source.IndexOf('"', StringComparison.Ordinal)], StringComparer.Ordinal);

    public static TheoryData<string> Functions => [.. DocumentedFunction.All().Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_declares_what_it_reads_from_a_request(string name)
    {
        var function = DocumentedFunction.All().Single(candidate => candidate.Name == name);
        var source = Sources[name];

        Assert.Equal(source.Contains("IfMatch()", StringComparison.Ordinal), function.HonoursIfMatch);
        Assert.Equal(source.Contains("PageAsync()", StringComparison.Ordinal), function.Pages);
        Assert.Equal(
            Query().Matches(source).Select(match => match.Groups["name"].Value.Length > 0 ? match.Groups["name"].Value : "include").Distinct(StringComparer.Ordinal),
            function.Queries.Select(query => query.Name));
        Assert.Equal(Header().Matches(source).Select(match => match.Groups["name"].Value), function.Headers);
        // What may come in several forms is read by a class of its own.
        if (function.Takes is not { AlsoAs.Length: > 0 })
            Assert.Equal(Body().Match(source).Groups["type"].Value, function.Takes?.Body.Name.Replace("Request", "", StringComparison.Ordinal) ?? "");
    }

    [GeneratedRegex("\\[Function\\(\"")]
    private static partial Regex Function();

    [GeneratedRegex("""Query(\[|\.TryGetValue\()"(?<name>\w+)"|request\.Includes\(""", RegexOptions.ExplicitCapture)]
    private static partial Regex Query();

    [GeneratedRegex("""Headers\.TryGetValue\("(?<name>[\w-]+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Header();

    [GeneratedRegex(@"Read(Own)?Async<(?<type>\w+?)(Request)?>|ReadOwn(?<type>[A-Z]\w+)Async\(", RegexOptions.ExplicitCapture)]
    private static partial Regex Body();
}
