using System.Globalization;
using LeRun.Bench.Load;

namespace LeRun.Bench.Routes;

/// <summary>What routes about runs cost, by the length of runs and by members.</summary>
internal static class RouteTable
{
    private const int Rounds = 9;

    private static readonly int[] Lengths = [10, 300, 3_600, 50_000];

    public static async Task RunAsync()
    {
        await using var app = await BenchApp.StartAsync();
        using var scenes = new Scenes(app);
        var meter = new Meter(app);
        // For the compiler: code that ran a few hundred times only is slow.
        meter.Measure(15, scenes.Appends("", 300), scenes.Puts("", 300), scenes.Polls("", 300, members: 10));
        Print("Append of 5 markers", Lengths, markers => scenes.Appends(Markers(markers), markers));
        Print("Append of 5 markers, moves to chunks included", Lengths, markers =>
            scenes.AppendsWithMoves(Markers(markers), markers));
        // A body has at most 2 MiB.
        int[] puts = [10, 300, 3_600, 30_000];
        Print("PUT with 5 markers more", puts, markers => scenes.Puts(Markers(markers), markers));
        Print("PUT with 5 markers more, Prefer: return=minimal", puts, markers =>
            scenes.Puts(Markers(markers), markers, "Prefer: return=minimal"));
        Print("Poll of a room of 10 who moved by 5 markers", Lengths, markers =>
            scenes.Polls(Markers(markers), markers, members: 10));
        Print("Poll of a room of runs of 300 markers", [1, 10, 50], members => scenes.Polls($"{members} members", 300, members));
        Print("The same, compressed", [10, 50], members =>
            scenes.Polls($"{members} members", 300, members, "Accept-Encoding: gzip"));
        Print("List of 5 records", Lengths, markers => scenes.Lists(Markers(markers), markers, records: 5, "?limit=5"));
        Print("List of 5 records with markers", Lengths, markers =>
            scenes.Lists(Markers(markers), markers, records: 5, "?limit=5&include=markers"));

        void Print(string title, int[] sizes, Func<int, Subject> subject)
        {
            var subjects = sizes.Select(subject).ToList();
            Console.WriteLine($"\n{title}\n\n{Cost.Header}");
            foreach (var (row, cost) in subjects.Zip(meter.Measure(Rounds, subjects)))
                Console.WriteLine(Cost.Median(cost).Row(row.Name));
        }
    }

    private static string Markers(int count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} markers");
}
