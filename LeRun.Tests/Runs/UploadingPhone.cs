using System.Globalization;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs;

/// <summary>
/// A phone on a run, at one marker a second and three metres a second. It sends positions as precisely as they are kept.
/// </summary>
internal sealed class UploadingPhone(TestUser user)
{
    /// <summary>How many markers of the run were sent.</summary>
    public int Sent { get; private set; }

    /// <summary>What an append sends.</summary>
    /// <param name="from">The place in the run of the first marker.</param>
    /// <param name="count">How many markers.</param>
    public static string AppendBody(int from, int count) =>
            $$"""{"from":{{from}},{{State(from + count)}},{{Markers(from, count)}}}""";

    /// <summary>Appends the next markers.</summary>
    public async Task<Reply> AppendAsync(int count)
    {
        var reply = (await user.Post("/api/users/run/data/append", AppendBody(Sent, count))).ShouldHave(200);
        Sent += count;
        Assert.Equal(Sent, (int)reply.Json["next"]!);
        return reply;
    }

    /// <summary>Uploads the whole run with so many more markers.</summary>
    public async Task<Reply> PutAsync(int count)
    {
        Sent += count;
        var body = $$$"""{"runData":{{{{State(Sent)}}},{{{Markers(0, Sent)}}}}}""";
        return (await user.Put("/api/users/run/data", body, ("Prefer", "return=minimal"))).ShouldHave(200);
    }

    private static string State(int seconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        "start":"2024-11-22T14:00:00.000Z","meters":{seconds * 3.017:0.##},"seconds":{seconds},{Position(seconds)},"running":true
        """);

    private static string Markers(int from, int count) =>
        $"\"markers\":[{string.Join(',', Enumerable.Range(from, count).Select(id => $$"""{{{Position(id)}},"id":{{id}}}"""))}]";

    // No straight line: its differences would pack too well.
    private static string Position(int second)
    {
        var latitude = 37.7749123 + (second * 2e-5) + (1e-5 * Math.Sin(second));
        var longitude = -122.4194123 - (second * 1.5e-5) + (1e-5 * Math.Cos(second * 1.3));
        return string.Create(
            CultureInfo.InvariantCulture, $"\"latitude\":{latitude:0.0000000},\"longitude\":{longitude:0.0000000}");
    }
}
