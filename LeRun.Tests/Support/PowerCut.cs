using LeRun.LocalHost.Cosmos;

namespace LeRun.Tests.Support;

/// <summary>Cuts the app off from storage at one of its writes: no request from then on gets through.</summary>
public sealed class PowerCut
{
    private readonly EmbeddedCosmos _cosmos;
    private readonly string _way;
    private readonly Lock _counting = new();
    private int _writes;

    /// <param name="cosmos">The storage.</param>
    /// <param name="write">Which write, counted from 1.</param>
    /// <param name="way"><c>before</c> the write is applied, or <c>after</c>: then its response is lost.</param>
    public PowerCut(EmbeddedCosmos cosmos, int write, string way) => (_cosmos, Write, _way) = (cosmos, write, way);

    /// <summary>The two ways to die at a write.</summary>
    public static TheoryData<string> Ways => ["before", "after"];

    /// <summary>Which write it is, counted from 1.</summary>
    public int Write { get; }

    /// <summary>Whether there were that many writes.</summary>
    public bool Happened { get; private set; }

    /// <summary>A cut at the first write, at the second and so on, until one did not happen: there is no such write.</summary>
    public static IEnumerable<PowerCut> AtEachWrite(EmbeddedCosmos cosmos, string way)
    {
        PowerCut cut;
        var write = 0;
        do
        {
            cut = new PowerCut(cosmos, ++write, way);
            yield return cut;
        }
        while (cut.Happened);
    }

    /// <summary>Lets it happen while <paramref name="act"/> runs; storage is back afterwards.</summary>
    public async Task DuringAsync(Func<Task> act)
    {
        _cosmos.Inject = FaultOf;
        try
        {
            await act();
        }
        finally
        {
            _cosmos.Inject = null;
            // Whoever got no response is promised nothing by session consistency: look when the replicas have caught up.
            _cosmos.CatchUp();
        }
    }

    private CosmosFault? FaultOf(CosmosRequest request)
    {
        lock (_counting)
        {
            // Refused, and not cut off: the SDK would wait a second before it gave up, of which nobody learns anything.
            if (Happened)
                return CosmosFault.ServiceUnavailable;
            Happened = request.Operation is not (CosmosOperation.Read or CosmosOperation.Query) && ++_writes == Write;
            if (!Happened)
                return null;
            return _way == "before" ? CosmosFault.Unreachable : CosmosFault.DropAfterCommit;
        }
    }
}
