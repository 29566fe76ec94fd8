namespace LeRun.LocalHost.Blobs.Store;

/// <summary>Keeps containers and blobs. Not thread-safe.</summary>
internal interface IBlobFiles : IDisposable
{
    /// <summary>Returns the blobs that an earlier process stored, by container.</summary>
    IEnumerable<(string Container, IReadOnlyList<StoredBlob> Blobs)> Load();

    void CreateContainer(string container);

    /// <summary>Writes all of a blob or nothing; the blob is on disk when this returns.</summary>
    /// <exception cref="IOException">Nothing was changed.</exception>
    void Write(string container, StoredBlob blob, ReadOnlySpan<byte> content);

    byte[] Read(string container, StoredBlob blob);

    /// <exception cref="IOException">Nothing was changed.</exception>
    void Delete(string container, string blob);
}
