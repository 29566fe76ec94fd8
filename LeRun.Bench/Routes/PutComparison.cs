using System.Globalization;
using LeRun.Bench.Load;

namespace LeRun.Bench.Routes;

/// <summary>A whole run of 300 markers, uploaded to LocalHosts of other builds by turns.</summary>
internal static class PutComparison
{
    private const int Rounds = 16;
    private const int Runners = 12;

    /// <param name="hosts">Each <c>port=process id</c>.</param>
    public static void Run(IReadOnlyList<string> hosts)
    {
        var targets = hosts.Select(host => host.Split('=')).Select(host => new Target(
            new Uri($"http://127.0.0.1:{host[0]}"), int.Parse(host[1], CultureInfo.InvariantCulture))).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var target in round % 2 == 0 ? targets : targets.AsEnumerable().Reverse())
                target.RunRound();
        }

        foreach (var target in targets)
        {
            // The first quarter is for the compiler.
            var costs = target.Costs.Skip(Rounds / 4).Order().ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{target.Address}: {costs[costs.Count / 2]:0} µs a PUT ({costs[0]:0} to {costs[^1]:0})"));
        }
    }

    private sealed record Target(Uri Address, int Process)
    {
        private readonly List<byte[]> _bodies = [.. Enumerable.Range(0, 15).Select(index => PhoneJson.Put(230 + (5 * index)))];

        private int _registered;

        public List<double> Costs { get; } = [];

        // Runs of new runners: each PUT but the first of a run has 5 markers more than the one before.
        public void RunRound()
        {
            using var client = new WireClient(Address);
            var name = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            var requests = Enumerable.Range(0, Runners)
                .Select(_ => Runner.Register(client, Address, $"u{name}n{_registered++}", "correct horse"))
                .Select(runner => _bodies.Select(body => runner.Request("PUT", "/api/users/run/data", body)).ToList())
                .ToList();
            requests.ForEach(run => client.Send(run[0]));
            var cpu = Cpu.Of(Process);
            requests.ForEach(run => run.Skip(1).ToList().ForEach(request => client.Send(request)));
            Costs.Add((Cpu.Of(Process) - cpu) / requests.Sum(run => run.Count - 1));
        }
    }
}
