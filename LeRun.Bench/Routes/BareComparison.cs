using System.Globalization;
using LeRun.Bench.Load;

namespace LeRun.Bench.Routes;

/// <summary>An append beside the least that it can be, and beside one to a much longer run.</summary>
internal static class BareComparison
{
    private const int Rounds = 41;

    private static readonly int[] Lengths = [100, 50_000];

    public static async Task RunAsync()
    {
        await using var app = await BenchApp.StartAsync();
        await using var bare = await BareEndpoint.StartAsync(app);
        using var scenes = new Scenes(app);
        var subjects = Lengths.SelectMany(Pair).ToList();
        var costs = new Meter(app).Measure(Rounds, subjects);

        Console.WriteLine(Cost.Header);
        foreach (var (subject, cost) in subjects.Zip(costs))
            Console.WriteLine(Cost.Median(cost).Row(subject.Name));
        foreach (var (index, length) in Lengths.Index())
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"At marker {length:N0} an append takes {Ratio(2 * index, (2 * index) + 1):0.00} times the CPU time."));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"At marker 50,000 it takes {Ratio(2, 0):0.00} times what it takes at marker 100."));

        double Ratio(int left, int right) => Cost.Ratio(costs[left], costs[right]);

        Subject[] Pair(int markers) =>
        [
            scenes.Appends($"LeRun, at marker {markers:N0}", markers),
            scenes.Appending($"bare, at marker {markers:N0}", bare.Address, markers, (runner, from) => WireClient.Request(
                bare.Address, "POST", $"/append/{runner.AccountId}", token: null, PhoneJson.Append(from, 5))),
        ];
    }
}
