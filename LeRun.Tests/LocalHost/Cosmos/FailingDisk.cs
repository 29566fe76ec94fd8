using LeRun.LocalHost.Cosmos.Store;

namespace LeRun.Tests.LocalHost.Cosmos;

/// <summary>Real files on a disk that is full when a test says so: a write then leaves half of its bytes and throws.</summary>
internal sealed class FailingDisk
{
    public bool IsFull { get; set; }

    public bool CanTruncate { get; set; } = true;

    /// <summary>The files that were synced.</summary>
    public List<string> Synced { get; } = [];

    public ILogFile Open(string path) => new DiskFile(path, LogFile.Open(path), this);

    private sealed class DiskFile(string path, ILogFile file, FailingDisk disk) : ILogFile
    {
        public long Length => file.Length;

        public int Read(long offset, Span<byte> buffer) => file.Read(offset, buffer);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            file.Write(offset, disk.IsFull ? bytes[..(bytes.Length / 2)] : bytes);
            if (disk.IsFull)
                throw new IOException("No space left on device.");
        }

        public void Truncate(long length)
        {
            if (!disk.CanTruncate)
                throw new IOException("Input/output error.");
            file.Truncate(length);
        }

        public void Sync()
        {
            file.Sync();
            disk.Synced.Add(path);
        }

        public void Dispose() => file.Dispose();
    }
}
