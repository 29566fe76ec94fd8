using System.Globalization;
using System.Text;

namespace LeRun.Bench.Load;

/// <summary>What phones send: a marker a second, three metres a second, positions as precise as they are kept.</summary>
internal static class PhoneJson
{
    private const string Start = "2024-11-22T14:00:00.000Z";

    /// <summary>What an append sends.</summary>
    /// <param name="from">The place in the run of the first marker.</param>
    /// <param name="count">How many markers.</param>
    /// <param name="start">When the run began.</param>
    public static byte[] Append(int from, int count, string start = Start) =>
        Encoding.UTF8.GetBytes($$"""{"from":{{from}},{{State(from + count, start)}},"markers":{{Markers(from, count)}}}""");

    /// <summary>What a PUT of the whole run sends.</summary>
    public static byte[] Put(int count) =>
        Encoding.UTF8.GetBytes($$$"""{"runData":{{{{State(count, Start)}}},"markers":{{{Markers(0, count)}}}}}""");

    /// <summary>Markers alone.</summary>
    public static string Markers(int from, int count) =>
        $"[{string.Join(',', Enumerable.Range(from, count).Select(id => $$"""{{{Position(id)}},"id":{{id}}}"""))}]";

    private static string State(int seconds, string start) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        "start":"{start}","meters":{seconds * 3.017:0.##},"seconds":{seconds},{Position(seconds)},"running":true
        """);

    // No straight line: its differences would pack too well.
    private static string Position(int second)
    {
        var latitude = 37.7749123 + (second % 20_000 * 2e-5) + (1e-5 * Math.Sin(second));
        var longitude = -122.4194123 - (second * 1.5e-5) + (1e-5 * Math.Cos(second * 1.3));
        return string.Create(
            CultureInfo.InvariantCulture, $"\"latitude\":{latitude:0.0000000},\"longitude\":{longitude:0.0000000}");
    }
}
