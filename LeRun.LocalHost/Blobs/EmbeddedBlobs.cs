using LeRun.LocalHost.Blobs.Store;

namespace LeRun.LocalHost.Blobs;

/// <summary>
/// Blob storage inside this process, as the transport of the Blob SDK. Supports the part of the REST protocol that LeRun uses
/// and returns an error for the rest. With a folder, a completed write survives a crash of the process. Ignores credentials:
/// only this process can reach it.
/// </summary>
public sealed class EmbeddedBlobs : HttpMessageHandler
{
    /// <summary>What to set <c>Blobs__ConnectionString</c> to: the emulators' well-known account.</summary>
    public const string ConnectionString = "UseDevelopmentStorage=true";

    private readonly BlobContainers _containers;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();

    /// <exception cref="InvalidOperationException">Another process uses the folder.</exception>
    public EmbeddedBlobs(EmbeddedBlobsOptions options, TimeProvider clock)
    {
        _clock = clock;
        IBlobFiles files = options.Folder is { } folder ? new BlobFiles(folder, options.CreateFile) : new BlobMemory();
        _containers = new BlobContainers(files, clock);
    }

    /// <summary>Raised after each request, on the request's own thread.</summary>
    public event Action<BlobRequest>? Served;

    /// <summary>Called before each request; returns null to let it pass.</summary>
    public Func<BlobRequest, BlobFault?>? Inject { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = BlobAddress.Of(request);
        var seen = new BlobRequest { Operation = address.Operation, Container = address.Container, Blob = address.Blob };
        var fault = Inject?.Invoke(seen);
        if (fault is BlobFault.Wait wait)
            await wait.Until().WaitAsync(cancellationToken);
        if (fault is BlobFault.Disconnect)
            throw BrokenConnection(seen);

        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        var response = Handle(address, request, body, fault is BlobFault.Refuse);
        if (fault is BlobFault.Drop)
        {
            response.Dispose();
            throw BrokenConnection(seen);
        }

        response.RequestMessage = request;
        response.Headers.Date = _clock.GetUtcNow();
        response.Headers.Add("Server", "LeRun-EmbeddedBlobs/1.0");
        response.Headers.Add("x-ms-request-id", Guid.NewGuid().ToString());
        if (request.Headers.TryGetValues("x-ms-version", out var version))
            response.Headers.Add("x-ms-version", version);
        Served?.Invoke(seen with { Status = (int)response.StatusCode });
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _containers.Dispose();
        base.Dispose(disposing);
    }

    private HttpResponseMessage Handle(BlobAddress address, HttpRequestMessage request, byte[] body, bool refuse)
    {
        try
        {
            if (refuse)
                throw BlobRefusal.ServerBusy;
            address.Check();
            BlobHeaders.Check(request);
            lock (_lock)
                return _containers.Execute(address, request, body);
        }
        catch (BlobRefusal refusal)
        {
            return BlobResponse.Error(refusal, withBody: request.Method != HttpMethod.Head);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full or failing disk: nothing was changed, and a later request may succeed.
            return BlobResponse.Error(BlobRefusal.ServerBusy, withBody: true);
        }
    }

    private HttpRequestException BrokenConnection(BlobRequest seen)
    {
        Served?.Invoke(seen);
        return new HttpRequestException(HttpRequestError.ConnectionError, "The connection was broken.");
    }
}
