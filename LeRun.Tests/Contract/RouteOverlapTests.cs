using LeRun.LocalHost.Worker;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Contract;

/// <summary>The Functions host tries routes in alphabetical order of function names: where two match, the name decides.</summary>
public class RouteOverlapTests : ApiTests
{
    [Fact]
    public async Task More_particular_route_of_two_that_match_is_tried_first()
    {
        var functions = App.Services.GetRequiredService<FunctionSet>().Http
            .Where(function => function.Name != "ZUnknownRoute")
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase).ToList();

        var wrong =
            from first in functions
            from second in functions.SkipWhile(function => function != first).Skip(1)
            where first.Methods.Intersect(second.Methods, StringComparer.OrdinalIgnoreCase).Any()
            where Overlap(first.Route, second.Route) && Compare(first.Route, second.Route) >= 0
            select $"{first.Name} ({first.Route}) swallows {second.Name} ({second.Route})";

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("rooms/{id}", "rooms/all", true, 1)]
    [InlineData("rooms/all", "rooms/{id}", true, -1)]
    [InlineData("rooms/{id:int}", "rooms/all", false, 0)]
    [InlineData("rooms/{id:int}", "rooms/{name}", true, -1)]
    [InlineData("a/{x}/c", "a/b/{y}", true, 1)]
    [InlineData("a/{x}", "a/b/{y}", false, 0)]
    [InlineData("a/{x}", "A/{y}", true, 0)]
    public void Overlap_is_computed_from_templates(string first, string second, bool overlap, int order)
    {
        Assert.Equal(overlap, Overlap(first, second));
        if (overlap)
            Assert.Equal(order, Math.Sign(Compare(first, second)));
    }

    private static bool Overlap(string first, string second)
    {
        var (one, two) = (first.Split('/'), second.Split('/'));
        return one.Length == two.Length
            && one.Zip(two).All(pair => Matches(pair.First, pair.Second) || Matches(pair.Second, pair.First));
    }

    // Segment by segment, a literal is more particular than a constrained parameter, and that more than any parameter.
    private static int Compare(string first, string second) =>
        first.Split('/').Zip(second.Split('/'))
            .Select(pair => Rank(pair.First) - Rank(pair.Second)).FirstOrDefault(difference => difference != 0);

    private static int Rank(string segment) => segment[0] != '{' ? 0 : segment.Contains(':', StringComparison.Ordinal) ? 1 : 2;

    private static bool Matches(string template, string segment) => Rank(template) switch
    {
        0 => template.Equals(segment, StringComparison.OrdinalIgnoreCase),
        1 => Rank(segment) > 0 || !template.EndsWith(":int}", StringComparison.Ordinal) || segment.All(char.IsAsciiDigit),
        _ => true,
    };
}
