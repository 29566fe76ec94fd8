using LeRun.LocalHost.Cosmos;

namespace LeRun.Tests.Support;

/// <summary>Kills the app as storage sees it: at one of its writes, or right after it, and nothing comes through from then on.</summary>
public sealed class PowerCut : IDisposable
{
    private readonly EmbeddedCosmos _cosmos;
    private readonly Lock _counting = new();
    private int _writes;

    /// <param name="at">Which write, counted from 1.</param>
    /// <param name="last"><see cref="CosmosFault.Unreachable"/> before the write is applied, <see cref="CosmosFault.DropAfterCommit"/> after.</param>
    public PowerCut(EmbeddedCosmos cosmos, int at, CosmosFault last)
    {
        _cosmos = cosmos;
        cosmos.Inject = request =>
        {
            lock (_counting)
            {
                if (Happened)
                    return CosmosFault.Unreachable;
                Happened = request.Operation is not (CosmosOperation.Read or CosmosOperation.Query) && ++_writes == at;
                return Happened ? last : null;
            }
        };
    }

    /// <summary>The two ways to die at a write.</summary>
    public static TheoryData<string> Ways => ["before", "after"];

    /// <summary>Whether there were that many writes.</summary>
    public bool Happened { get; private set; }

    public static CosmosFault Way(string way) => way == "before" ? CosmosFault.Unreachable : CosmosFault.DropAfterCommit;

    /// <summary>Brings storage back.</summary>
    public void Dispose() => _cosmos.Inject = null;
}
