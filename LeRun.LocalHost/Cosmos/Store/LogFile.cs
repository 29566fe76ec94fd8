using Microsoft.Win32.SafeHandles;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>The little that a log needs of a file, so that a test can put a failing disk in its place.</summary>
internal interface ILogFile : IDisposable
{
    long Length { get; }

    /// <summary>Fills <paramref name="buffer"/> or returns fewer bytes at the end of the file.</summary>
    int Read(long offset, Span<byte> buffer);

    /// <summary>Hands the bytes to the operating system; a killed process does not lose them.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    void Truncate(long length);

    /// <summary>Waits until the bytes are on the disk itself.</summary>
    void Sync();
}

/// <summary>A real file, unbuffered.</summary>
internal sealed class LogFile : ILogFile
{
    private readonly SafeFileHandle _handle;

    private LogFile(string path) =>
        _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    public long Length => RandomAccess.GetLength(_handle);

    public static ILogFile Open(string path) => new LogFile(path);

    public int Read(long offset, Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = RandomAccess.Read(_handle, buffer[total..], offset + total);
            if (read == 0)
                break;
            total += read;
        }

        return total;
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_handle, bytes, offset);

    public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

    public void Sync() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _handle.Dispose();
}
