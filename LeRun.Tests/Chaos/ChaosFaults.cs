using LeRun.LocalHost.Cosmos;

namespace LeRun.Tests.Chaos;

/// <summary>Random faults of storage, until there were enough of them.</summary>
internal sealed class ChaosFaults(Random random, int wanted)
{
    // Of a hundred requests for data, so many meet a fault.
    private const int Percent = 30;

    private int _count;

    /// <summary>How many there were.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool AreEnough => Count >= wanted;

    public CosmosFault? Next(CosmosRequest request)
    {
        if (request.Operation is CosmosOperation.Metadata or CosmosOperation.QueryPlan || AreEnough)
            return null;
        int draw;
        lock (random)
            draw = random.Next(100);
        if (draw >= Percent)
            return null;
        Interlocked.Increment(ref _count);
        return (draw % 6) switch
        {
            0 => CosmosFault.Throttle(TimeSpan.FromMilliseconds(1)),
            1 => CosmosFault.ServiceUnavailable,
            2 => CosmosFault.RequestTimeout,
            3 => CosmosFault.Unreachable,
            4 => CosmosFault.DropAfterCommit,
            _ => CosmosFault.Delay(async () => await Task.Yield()),
        };
    }
}
