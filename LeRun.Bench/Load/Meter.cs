using System.Globalization;

namespace LeRun.Bench.Load;

/// <summary>What is measured: prepares the requests of a round, a list for each connection.</summary>
/// <param name="Name">Its row of the table.</param>
/// <param name="Address">The server.</param>
/// <param name="Prepare">Brings about the state that the requests find, and makes them.</param>
internal sealed record Subject(string Name, Uri Address, Func<IReadOnlyList<IReadOnlyList<byte[]>>> Prepare);

/// <summary>What a request took, on average.</summary>
/// <param name="Cpu">Microseconds of CPU time of the server, without the in-process Cosmos.</param>
/// <param name="CosmosCpu">Microseconds of CPU time of the in-process Cosmos.</param>
/// <param name="Allocated">Bytes of memory, in both.</param>
/// <param name="Up">Bytes of the request's body and of its head.</param>
/// <param name="Down">Bytes of the response's body.</param>
/// <param name="DownHead">Bytes of its status and headers.</param>
/// <param name="Requests">Cosmos requests.</param>
/// <param name="Charge">Request units.</param>
internal sealed record Cost(
    double Cpu, double CosmosCpu, double Allocated, double Up, double Down, double DownHead, double Requests, double Charge)
{
    public const string Header = """
        | | CPU, µs | in-process Cosmos, µs | allocated, KB | up, B | down, B | Cosmos requests | RU |
        |---|---:|---:|---:|---:|---:|---:|---:|
        """;

    /// <summary>The median of each figure.</summary>
    public static Cost Median(IReadOnlyList<Cost> costs)
    {
        return new Cost(
            Of(cost => cost.Cpu), Of(cost => cost.CosmosCpu), Of(cost => cost.Allocated), Of(cost => cost.Up),
            Of(cost => cost.Down), Of(cost => cost.DownHead), Of(cost => cost.Requests), Of(cost => cost.Charge));

        double Of(Func<Cost, double> figure) => costs.Select(figure).Order().ElementAt(costs.Count / 2);
    }

    /// <summary>The median of how many times the CPU time one took that the other took in the same round.</summary>
    public static double Ratio(IReadOnlyList<Cost> left, IReadOnlyList<Cost> right) =>
        left.Zip(right, (one, other) => one.Cpu / other.Cpu).Order().ElementAt(left.Count / 2);

    public string Row(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {Cpu:N0} | {CosmosCpu:N0} | {Allocated / 1024:N0} "
            + $"| {Up:N0} | {Down:N0} + {DownHead:N0} | {Requests:0.##} | {Charge:0.0} |");
}

/// <summary>Measures subjects by turns, since a machine is never as fast as a minute ago.</summary>
internal sealed class Meter(BenchApp app)
{
    /// <summary>Measures in rounds and returns what each took, round by round.</summary>
    public IReadOnlyList<IReadOnlyList<Cost>> Measure(int rounds, params IReadOnlyList<Subject> subjects)
    {
        var costs = subjects.Select(_ => new List<Cost>()).ToList();
        // The first rounds are for the compiler.
        var warmUp = Math.Max(3, rounds / 3);
        for (var round = -warmUp; round < rounds; round++)
        {
            // Whichever goes first pays for what was left behind.
            var order = Enumerable.Range(0, subjects.Count);
            foreach (var index in round % 2 == 0 ? order : order.Reverse())
            {
                var cost = MeasureOnce(subjects[index]);
                if (round >= 0)
                    costs[index].Add(cost);
            }
        }

        return costs;
    }

    private Cost MeasureOnce(Subject subject)
    {
        var work = subject.Prepare();
        GC.Collect();
        var clients = work.Select(requests => new Client(subject.Address, requests)).ToList();
        using var ready = new Barrier(clients.Count + 1);
        var threads = clients.Select(client => new Thread(() => client.Run(ready))).ToList();
        threads.ForEach(thread => thread.Start());
        ready.SignalAndWait();
        var (cpu, cosmos, allocated) = (Cpu.Process, app.Cosmos.Use, GC.GetTotalAllocatedBytes());
        ready.SignalAndWait();
        threads.ForEach(thread => thread.Join());
        var used = app.Cosmos.Use - cosmos;
        cpu = Cpu.Process - cpu - clients.Sum(client => client.Cpu) - used.Cpu;
        allocated = GC.GetTotalAllocatedBytes() - allocated - clients.Sum(client => client.Allocated);
        double count = work.Sum(requests => requests.Count);
        return new Cost(
            cpu / count, used.Cpu / count, allocated / count,
            work.Sum(requests => requests.Sum(request => (long)request.Length)) / count,
            clients.Sum(client => client.Down) / count, clients.Sum(client => client.DownHead) / count,
            used.Requests / count, used.Charge / count);
    }

    private sealed class Client(Uri address, IReadOnlyList<byte[]> requests)
    {
        public double Cpu { get; private set; }

        public long Allocated { get; private set; }

        public long Down { get; private set; }

        public long DownHead { get; private set; }

        public void Run(Barrier ready)
        {
            using var client = new WireClient(address);
            ready.SignalAndWait();
            ready.SignalAndWait();
            var (cpu, allocated) = (Load.Cpu.Thread, GC.GetAllocatedBytesForCurrentThread());
            foreach (var request in requests)
            {
                var response = client.Send(request);
                (Down, DownHead) = (Down + response.BodyBytes, DownHead + response.HeadBytes);
            }

            (Cpu, Allocated) = (Load.Cpu.Thread - cpu, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }
    }
}
