using System.Runtime.InteropServices;
using LeRun.LocalHost.Cosmos;

namespace LeRun.Bench.Load;

/// <summary>
/// What goes on at the far end of the Cosmos SDK. The in-process Cosmos works on the thread that calls it: its CPU time can be
/// told from that of the app, which has none of it in Azure.
/// </summary>
internal sealed class MeteredCosmos(EmbeddedCosmos cosmos) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _inner = new(cosmos, disposeHandler: false);
    private readonly Lock _lock = new();
    private CosmosUse _use;

    /// <summary>What was used so far.</summary>
    public CosmosUse Use
    {
        get
        {
            lock (_lock)
                return _use;
        }
    }

    /// <summary>Counts a request that was served.</summary>
    public void Note(CosmosRequest request)
    {
        if (request.Operation is CosmosOperation.Metadata or CosmosOperation.QueryPlan)
            return;
        lock (_lock)
            _use = _use with { Requests = _use.Requests + 1, Charge = _use.Charge + request.Charge };
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var before = Cpu.Thread;
        var response = _inner.SendAsync(request, cancellationToken);
        var used = Cpu.Thread - before;
        lock (_lock)
            _use = _use with { Cpu = _use.Cpu + used };
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>What the far end of the Cosmos SDK was used for.</summary>
/// <param name="Requests">How many requests, those for metadata left out.</param>
/// <param name="Charge">Their request units.</param>
/// <param name="Cpu">Microseconds of CPU time in the in-process Cosmos.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CosmosUse(long Requests, double Charge, double Cpu)
{
    public static CosmosUse operator -(CosmosUse later, CosmosUse earlier) =>
        new(later.Requests - earlier.Requests, later.Charge - earlier.Charge, later.Cpu - earlier.Cpu);
}
