namespace LeRun.LocalHost.Blobs.Store;

/// <summary>Keeps blobs in memory.</summary>
internal sealed class BlobMemory : IBlobFiles
{
    private readonly Dictionary<(string Container, string Blob), byte[]> _contents = [];

    public IEnumerable<(string Container, IReadOnlyList<StoredBlob> Blobs)> Load() => [];

    public void CreateContainer(string container)
    {
    }

    public void Write(string container, StoredBlob blob, ReadOnlySpan<byte> content) =>
        _contents[(container, blob.Name)] = content.ToArray();

    public byte[] Read(string container, StoredBlob blob) => _contents[(container, blob.Name)];

    public void Delete(string container, string blob) => _contents.Remove((container, blob));

    public void Dispose()
    {
    }
}
