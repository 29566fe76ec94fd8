using LeRun.LocalHost.Blobs.Store;

namespace LeRun.LocalHost.Blobs;

/// <summary>
/// Blob storage behind the Blob SDK's transport: speaks the part of the REST protocol that LeRun uses, in process, and
/// refuses the rest aloud. An answered write survives the death of the process when a folder is set. Credentials are not
/// looked at: nobody but this process can reach it.
/// </summary>
public sealed class EmbeddedBlobs : HttpMessageHandler
{
    /// <summary>What to set <c>Blobs__ConnectionString</c> to: the emulators' well-known account.</summary>
    public const string ConnectionString = "UseDevelopmentStorage=true";

    private readonly BlobContainers _containers;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();

    /// <exception cref="InvalidOperationException">Another process has the folder.</exception>
    public EmbeddedBlobs(EmbeddedBlobsOptions options, TimeProvider time)
    {
        _time = time;
        IBlobFiles files = options.Folder is { } folder ? new BlobFiles(folder, options.CreateFile) : new BlobMemory();
        _containers = new BlobContainers(files, time);
    }

    /// <summary>After each request, on the request's own thread.</summary>
    public event Action<BlobRequest>? Served;

    /// <summary>Asked before each request; null lets it pass.</summary>
    public Func<BlobRequest, BlobFault?>? Inject { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = BlobAddress.Of(request);
        var seen = new BlobRequest { Operation = address.Operation, Container = address.Container, Blob = address.Blob };
        var fault = Inject?.Invoke(seen);
        if (fault is BlobFault.Wait wait)
            await wait.Until().WaitAsync(cancellationToken);
        if (fault is BlobFault.Disconnect)
            throw Broken(seen);

        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        var answer = Answer(address, request, body, fault is BlobFault.Refuse);
        if (fault is BlobFault.Drop)
        {
            answer.Dispose();
            throw Broken(seen);
        }

        answer.RequestMessage = request;
        answer.Headers.Date = _time.GetUtcNow();
        answer.Headers.Add("Server", "LeRun-EmbeddedBlobs/1.0");
        answer.Headers.Add("x-ms-request-id", Guid.NewGuid().ToString());
        if (request.Headers.TryGetValues("x-ms-version", out var version))
            answer.Headers.Add("x-ms-version", version);
        Served?.Invoke(seen with { Status = (int)answer.StatusCode });
        return answer;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _containers.Dispose();
        base.Dispose(disposing);
    }

    private HttpResponseMessage Answer(BlobAddress address, HttpRequestMessage request, byte[] body, bool refuse)
    {
        try
        {
            if (refuse)
                throw BlobRefusal.ServerBusy;
            address.Check();
            lock (_lock)
                return _containers.Execute(address, request, body);
        }
        catch (BlobRefusal refusal)
        {
            return BlobAnswer.Error(refusal, withBody: request.Method != HttpMethod.Head);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full or failing disk: nothing was changed, and it may be better later.
            return BlobAnswer.Error(BlobRefusal.ServerBusy, withBody: true);
        }
    }

    private HttpRequestException Broken(BlobRequest seen)
    {
        Served?.Invoke(seen);
        return new HttpRequestException(HttpRequestError.ConnectionError, "The connection was broken.");
    }
}
