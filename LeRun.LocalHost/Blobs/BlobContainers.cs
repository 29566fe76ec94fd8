using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using LeRun.LocalHost.Blobs.Store;

namespace LeRun.LocalHost.Blobs;

/// <summary>Executes operations, one at a time, against what is stored.</summary>
internal sealed class BlobContainers : IDisposable
{
    private const string PutType = "BlockBlob";

    private readonly IBlobFiles _files;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, SortedDictionary<string, StoredBlob>> _containers = new(StringComparer.Ordinal);

    public BlobContainers(IBlobFiles files, TimeProvider time)
    {
        (_files, _time) = (files, time);
        foreach (var (container, blobs) in files.Load())
            _containers[container] = new(blobs.ToDictionary(b => b.Name), StringComparer.Ordinal);
    }

    /// <exception cref="BlobRefusal">What the service would answer instead.</exception>
    public HttpResponseMessage Execute(BlobAddress address, HttpRequestMessage request, byte[] body) => address.Operation switch
    {
        BlobOperation.CreateContainer => CreateContainer(address.Container),
        BlobOperation.GetContainer => DescribeContainer(address.Container),
        BlobOperation.List => BlobListing.Answer(address, In(address.Container).Values),
        BlobOperation.Put => Put(address, request, body),
        BlobOperation.Delete => Delete(address, request),
        _ => Get(address, request, withContent: address.Operation == BlobOperation.Get),
    };

    public void Dispose() => _files.Dispose();

    private HttpResponseMessage CreateContainer(string container)
    {
        if (_containers.ContainsKey(container))
            throw BlobRefusal.ContainerAlreadyExists;
        _files.CreateContainer(container);
        _containers[container] = new(StringComparer.Ordinal);
        return ContainerAnswer(HttpStatusCode.Created);
    }

    private HttpResponseMessage DescribeContainer(string container)
    {
        _ = In(container);
        return ContainerAnswer(HttpStatusCode.OK);
    }

    /// <summary>Containers have no properties here that could change, so one version does for all.</summary>
    private HttpResponseMessage ContainerAnswer(HttpStatusCode status)
    {
        var answer = BlobAnswer.Empty(status);
        BlobAnswer.AddVersion(answer, "\"0x1\"", _time.GetUtcNow());
        answer.Headers.Add("x-ms-lease-status", "unlocked");
        answer.Headers.Add("x-ms-lease-state", "available");
        return answer;
    }

    private HttpResponseMessage Put(BlobAddress address, HttpRequestMessage request, byte[] body)
    {
        var blobs = In(address.Container);
        var name = address.Blob!;
        var type = Header(request, "x-ms-blob-type");
        if (type != PutType)
            throw BlobRefusal.Unsupported($"the blob type {type}");
        var present = blobs.GetValueOrDefault(name);
        BlobConditions.CheckWrite(request, present);

        var now = _time.GetUtcNow();
        var blob = new StoredBlob
        {
            Name = name,
            ContentType = Header(request, "x-ms-blob-content-type")
                ?? request.Content?.Headers.ContentType?.ToString() ?? "application/octet-stream",
            CacheControl = Header(request, "x-ms-blob-cache-control"),
            ETag = $"\"0x{RandomNumberGenerator.GetHexString(16)}\"",
            CreatedAt = present?.CreatedAt ?? now,
            LastModified = now,
            Length = body.Length,
        };
        _files.Write(address.Container, blob, body);
        blobs[name] = blob;
        return BlobAnswer.Written(blob);
    }

    private HttpResponseMessage Get(BlobAddress address, HttpRequestMessage request, bool withContent)
    {
        var blob = In(address.Container).GetValueOrDefault(address.Blob!) ?? throw BlobRefusal.BlobNotFound;
        BlobConditions.CheckRead(request, blob);
        if (!withContent)
            return BlobAnswer.Content(HttpStatusCode.OK, blob, [], blob.Length);

        var content = _files.Read(address.Container, blob);
        if (BlobRange.Of(request, blob) is not var (start, length))
            return BlobAnswer.Content(HttpStatusCode.OK, blob, content, blob.Length);

        var answer = BlobAnswer.Content(HttpStatusCode.PartialContent, blob, content[start..(start + length)], length);
        answer.Content.Headers.ContentRange = new ContentRangeHeaderValue(start, start + length - 1, blob.Length);
        return answer;
    }

    private HttpResponseMessage Delete(BlobAddress address, HttpRequestMessage request)
    {
        var blobs = In(address.Container);
        var blob = blobs.GetValueOrDefault(address.Blob!) ?? throw BlobRefusal.BlobNotFound;
        BlobConditions.CheckWrite(request, blob);
        _files.Delete(address.Container, blob.Name);
        blobs.Remove(blob.Name);
        return BlobAnswer.Empty(HttpStatusCode.Accepted);
    }

    private SortedDictionary<string, StoredBlob> In(string container) =>
        _containers.GetValueOrDefault(container) ?? throw BlobRefusal.ContainerNotFound;

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
