using System.Net;
using LeRun.LocalHost.Cosmos.Batch;
using LeRun.LocalHost.Cosmos.Store;
using LeRun.LocalHost.Cosmos.Wire;

namespace LeRun.LocalHost.Cosmos;

/// <summary>
/// A Cosmos DB account in this process, behind the real SDK: give it to a Gateway-mode client as the innermost
/// <see cref="HttpMessageHandler"/>. It keeps the service's rules and refuses what it does not know.
/// </summary>
public sealed class EmbeddedCosmos : HttpMessageHandler
{
    private readonly ReadConditions _conditions = new();
    private readonly Catalog _catalog;
    private readonly MetadataEndpoint _metadata;
    private readonly QueryEndpoint _queries;

    /// <param name="options">What exists from the start, and where it is kept.</param>
    /// <param name="clock">Decides <c>_ts</c> and expiry.</param>
    /// <exception cref="DataFolderInUseException">Another process holds the folder.</exception>
    /// <exception cref="DataFormatException">The folder holds something else, or another version's data.</exception>
    public EmbeddedCosmos(EmbeddedCosmosOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _catalog = new Catalog(options, _conditions, clock);
        _metadata = new MetadataEndpoint(_catalog);
        _queries = new QueryEndpoint(_conditions);
    }

    /// <summary>Raised for every request when its response is known, on the caller's thread.</summary>
    public event Action<CosmosRequest>? Served;

    /// <summary>Asked before each request for data is executed; what it returns goes wrong.</summary>
    public Func<CosmosRequest, CosmosFault?>? Inject { get; set; }

    /// <summary>
    /// The same for what the SDK asks for itself: the account, a container, its partitions, and how to run a query.
    /// </summary>
    public Func<CosmosRequest, CosmosFault?>? InjectMetadata { get; set; }

    /// <summary>
    /// How long a write stays unseen by sessions that have neither made nor seen it, as it happens where replicas lag; zero
    /// when all reads are current. Every client is a session of its own. Writes and their conditions never lag.
    /// </summary>
    public TimeSpan StaleReads
    {
        get => _conditions.Lag;
        set => _conditions.Lag = value;
    }

    /// <summary>Ends the lag of all writes so far, as it ends when time passes: every session sees them.</summary>
    public void CatchUp() => _conditions.CatchUp();

    /// <summary>
    /// Whether pages of queries fall short: fewer rows than the caller asked for and than there are, sometimes none, as the
    /// service allows itself. Only a missing continuation tells that a result is complete.
    /// </summary>
    public bool ShortPages
    {
        get => _conditions.ShortPages;
        set => _conditions.ShortPages = value;
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var wire = await WireRequest.ReadAsync(request, cancellationToken);
        var seen = Describe(wire);
        var isMetadata = seen.Operation is CosmosOperation.Metadata or CosmosOperation.QueryPlan;
        var fault = (isMetadata ? InjectMetadata : Inject)?.Invoke(seen);
        if (fault is CosmosFault.Wait wait)
            await wait.Until().WaitAsync(cancellationToken);
        if (fault is CosmosFault.Disconnect)
            throw Disconnected(seen);

        var response = fault is CosmosFault.Refuse refusal ? Refused(refusal) : Execute(wire);
        if (fault is CosmosFault.Drop)
            throw Disconnected(seen with { Charge = response.Charge });

        Served?.Invoke(seen with { Status = (int)response.Status, Charge = response.Charge });
        return response.ToMessage(request);
    }

    /// <summary>Closes the logs and lets go of the folder.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _catalog.Dispose();
        base.Dispose(disposing);
    }

    private static CosmosRequest Describe(WireRequest wire) => new()
    {
        Operation = wire.Operation,
        Container = wire.Container,
        PartitionKey = wire.PartitionKey,
        ItemId = wire.Operation is CosmosOperation.Create or CosmosOperation.Upsert ? ItemBody.TryReadId(wire.Body) : wire.ItemId,
        Query = wire.Operation is CosmosOperation.Query or CosmosOperation.QueryPlan ? QueryEndpoint.TextOf(wire.Body) : null,
    };

    private static CosmosResponse Refused(CosmosFault.Refuse refusal) =>
        CosmosResponse.Error((HttpStatusCode)refusal.Status, "The in-process Cosmos was told to refuse this request.") with
        {
            RetryAfter = refusal.RetryAfter,
        };

    private HttpRequestException Disconnected(CosmosRequest seen)
    {
        Served?.Invoke(seen);
        return new HttpRequestException("The connection to the in-process Cosmos broke.");
    }

    private CosmosResponse Execute(WireRequest wire)
    {
        try
        {
            if (wire.Operation == CosmosOperation.Metadata)
                return _metadata.Handle(wire);
            var container = _catalog.Container(wire.Database!, wire.Container!);
            var response = wire.Operation switch
            {
                CosmosOperation.QueryPlan => QueryEndpoint.Plan(wire, container),
                CosmosOperation.Query => _queries.Run(wire, container),
                CosmosOperation.Batch => BatchEndpoint.Handle(wire, container),
                _ => ItemEndpoint.Handle(wire, container),
            };
            return response with { Container = (container.Rid, container.Name) };
        }
        catch (CosmosRefusal refusal)
        {
            return CosmosResponse.Error(refusal.Status, refusal.Message) with { RetryAfter = refusal.RetryAfter };
        }
    }
}
