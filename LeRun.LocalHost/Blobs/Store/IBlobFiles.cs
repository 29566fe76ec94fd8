namespace LeRun.LocalHost.Blobs.Store;

/// <summary>Keeps containers and blobs; not for use by two threads at once.</summary>
internal interface IBlobFiles : IDisposable
{
    /// <summary>What an earlier life left behind, by container.</summary>
    IEnumerable<(string Container, IReadOnlyList<StoredBlob> Blobs)> Load();

    void CreateContainer(string container);

    /// <summary>All or nothing, and lasting when it returns.</summary>
    /// <exception cref="IOException">Nothing was changed.</exception>
    void Write(string container, StoredBlob blob, ReadOnlySpan<byte> content);

    byte[] Read(string container, StoredBlob blob);

    /// <exception cref="IOException">Nothing was changed.</exception>
    void Delete(string container, string blob);
}
