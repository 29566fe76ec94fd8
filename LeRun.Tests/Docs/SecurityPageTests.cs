using System.Reflection;
using System.Text.RegularExpressions;
using LeRun.Tests.Infra;

namespace LeRun.Tests.Docs;

/// <summary>docs/security.md names tests that there are, for every risk, and says the same in Chinese.</summary>
public partial class SecurityPageTests
{
    private static readonly string Page = Repository.Read("docs/security.md");
    private static readonly string Chinese = Repository.Read("docs/security.zh-CN.md");

    [Fact]
    public void Every_named_test_exists()
    {
        var tests = typeof(SecurityPageTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Where(IsTest).Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet(StringComparer.Ordinal);

        var named = Test().Matches(Page).Select(test => test.Groups["name"].Value);

        Assert.Subset(tests, named.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_risk_has_what_holds_it_and_tests()
    {
        for (var risk = 1; risk <= 10; risk++)
        {
            var rows = Page.Split('\n')
                .Where(line => line.StartsWith($"| API{risk}:2023 ", StringComparison.Ordinal))
                .ToList();
            Assert.Equal(2, rows.Count);
            Assert.NotEmpty(Test().Matches(rows[1]));
        }
    }

    [Fact]
    public void Chinese_names_the_same_tests() =>
        Assert.Equal(Test().Matches(Page).Select(test => test.Value), Test().Matches(Chinese).Select(test => test.Value));

    private static bool IsTest(MethodInfo method) =>
        method.GetCustomAttributes().Any(attribute => attribute is FactAttribute);

    [GeneratedRegex(@"`(?<name>\w+Tests\.\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Test();
}
