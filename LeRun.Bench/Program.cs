using BenchmarkDotNet.Running;
using LeRun.Bench.Pieces;
using LeRun.Bench.Routes;

const string Usage = """
    Measures LeRun on this machine (Linux). docs/performance.md tells what the figures mean.

      routes           CPU, bytes, Cosmos requests and request units of routes about runs
      bare             an append beside a bare endpoint that writes the same
      totals           bytes of whole runs, by PUT and by append
      logins           how long a login waits while 200 accounts log in on end
      put A=PID B=PID  PUT of 300 markers to LocalHosts on these ports, of these processes
      pieces [...]     reading, writing, packing and compressing, by BenchmarkDotNet, with its own options
    """;

switch (args)
{
    case ["routes"]:
        await RouteTable.RunAsync();
        return 0;
    case ["bare"]:
        await BareComparison.RunAsync();
        return 0;
    case ["totals"]:
        await RunTotals.RunAsync();
        return 0;
    case ["logins"]:
        await LoginFlood.RunAsync();
        return 0;
    case ["put", .. var hosts] when hosts.Length > 0:
        PutComparison.Run(hosts);
        return 0;
    case ["pieces", .. var options]:
        BenchmarkSwitcher.FromAssembly(typeof(TrackBenchmarks).Assembly).Run(options is [] ? ["--filter", "*"] : options);
        return 0;
    default:
        Console.WriteLine(Usage);
        return 1;
}
