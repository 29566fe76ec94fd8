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
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, SortedDictionary<string, StoredBlob>> _containers = new(StringComparer.Ordinal);

    public BlobContainers(IBlobFiles files, TimeProvider clock)
    {
        (_files, _clock) = (files, clock);
        foreach (var (container, blobs) in files.Load())
            _containers[container] = new(blobs.ToDictionary(b => b.Name), StringComparer.Ordinal);
    }

    /// <exception cref="BlobRefusal">The error that the service would return.</exception>
    public HttpResponseMessage Execute(BlobAddress address, HttpRequestMessage request, byte[] body) => address.Operation switch
    {
        BlobOperation.CreateContainer => CreateContainer(address.Container),
        BlobOperation.GetContainer => DescribeContainer(address.Container),
        BlobOperation.List => BlobListing.List(address, BlobsOf(address.Container).Values),
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
        return ContainerResponse(HttpStatusCode.Created);
    }

    private HttpResponseMessage DescribeContainer(string container)
    {
        _ = BlobsOf(container);
        return ContainerResponse(HttpStatusCode.OK);
    }

    /// <summary>Containers have no properties here that could change, so all share one version.</summary>
    private HttpResponseMessage ContainerResponse(HttpStatusCode status)
    {
        var response = BlobResponse.Empty(status);
        BlobResponse.AddVersion(response, "\"0x1\"", _clock.GetUtcNow());
        response.Headers.Add("x-ms-lease-status", "unlocked");
        response.Headers.Add("x-ms-lease-state", "available");
        return response;
    }

    private HttpResponseMessage Put(BlobAddress address, HttpRequestMessage request, byte[] body)
    {
        var blobs = BlobsOf(address.Container);
        var name = address.Blob!;
        var type = BlobHeaders.Get(request, "x-ms-blob-type");
        if (type != PutType)
            throw BlobRefusal.Unsupported($"the blob type {type}");
        var present = blobs.GetValueOrDefault(name);
        BlobConditions.Check(request, present);

        var now = _clock.GetUtcNow();
        var blob = new StoredBlob
        {
            Name = name,
            ContentType = BlobHeaders.Get(request, "x-ms-blob-content-type")
                ?? request.Content?.Headers.ContentType?.ToString() ?? "application/octet-stream",
            ETag = $"\"0x{RandomNumberGenerator.GetHexString(16)}\"",
            CreatedAt = present?.CreatedAt ?? now,
            LastModified = now,
            Length = body.Length,
        };
        _files.Write(address.Container, blob, body);
        blobs[name] = blob;
        return BlobResponse.Written(blob);
    }

    private HttpResponseMessage Get(BlobAddress address, HttpRequestMessage request, bool withContent)
    {
        var blob = BlobsOf(address.Container).GetValueOrDefault(address.Blob!) ?? throw BlobRefusal.BlobNotFound;
        BlobConditions.Check(request, blob);
        if (!withContent)
            return BlobResponse.Content(HttpStatusCode.OK, blob, [], blob.Length);

        var content = _files.Read(address.Container, blob);
        if (BlobRange.Of(request, blob) is not var (start, length))
            return BlobResponse.Content(HttpStatusCode.OK, blob, content, blob.Length);

        var response = BlobResponse.Content(HttpStatusCode.PartialContent, blob, content[start..(start + length)], length);
        response.Content.Headers.ContentRange = new ContentRangeHeaderValue(start, start + length - 1, blob.Length);
        return response;
    }

    private HttpResponseMessage Delete(BlobAddress address, HttpRequestMessage request)
    {
        var blobs = BlobsOf(address.Container);
        var blob = blobs.GetValueOrDefault(address.Blob!) ?? throw BlobRefusal.BlobNotFound;
        BlobConditions.Check(request, blob);
        _files.Delete(address.Container, blob.Name);
        blobs.Remove(blob.Name);
        return BlobResponse.Empty(HttpStatusCode.Accepted);
    }

    private SortedDictionary<string, StoredBlob> BlobsOf(string container) =>
        _containers.GetValueOrDefault(container) ?? throw BlobRefusal.ContainerNotFound;
}
