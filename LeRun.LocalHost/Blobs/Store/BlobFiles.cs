using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LeRun.LocalHost.Blobs.Store;

/// <summary>
/// Keeps a container as a folder and a blob as a file: the length of the head (4 bytes, little-endian), the head as JSON, the
/// content. A file gets its name by a rename once it is on disk, so that a name never refers to half a blob.
/// File names are hashes of blob names, which may be longer than a file name and may contain any character.
/// </summary>
internal sealed class BlobFiles : IBlobFiles
{
    private const string Extension = ".blob", TemporaryExtension = ".tmp";

    private readonly string _folder;
    private readonly Func<string, Stream> _create;
    private readonly FileStream _lock;

    public BlobFiles(string folder, Func<string, Stream> create)
    {
        (_folder, _create) = (folder, create);
        Directory.CreateDirectory(folder);
        try
        {
            _lock = new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"The blob folder {folder} is in use by another process.", e);
        }
    }

    public static Stream Create(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.Write);

    public IEnumerable<(string Container, IReadOnlyList<StoredBlob> Blobs)> Load()
    {
        foreach (var directory in new DirectoryInfo(_folder).EnumerateDirectories())
        {
            // A crash leaves these of a write that did not complete.
            foreach (var torn in directory.EnumerateFiles("*" + TemporaryExtension))
                torn.Delete();
            yield return (directory.Name, [.. directory.EnumerateFiles("*" + Extension).Select(f => ReadHead(f.FullName).Blob)]);
        }
    }

    public void CreateContainer(string container) => Directory.CreateDirectory(Path.Combine(_folder, container));

    public void Write(string container, StoredBlob blob, ReadOnlySpan<byte> content)
    {
        var path = PathOf(container, blob.Name);
        var temporary = path + TemporaryExtension;
        try
        {
            using (var file = _create(temporary))
            {
                var head = JsonSerializer.SerializeToUtf8Bytes(blob, StoredBlobJson.Default.StoredBlob);
                Span<byte> length = stackalloc byte[4];
                BinaryPrimitives.WriteInt32LittleEndian(length, head.Length);
                file.Write(length);
                file.Write(head);
                file.Write(content);
                file.Flush();
                (file as FileStream)?.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public byte[] Read(string container, StoredBlob blob)
    {
        var path = PathOf(container, blob.Name);
        using var file = File.OpenRead(path);
        file.Position = ReadHead(path).ContentAt;
        var content = new byte[blob.Length];
        file.ReadExactly(content);
        return content;
    }

    public void Delete(string container, string blob) => File.Delete(PathOf(container, blob));

    public void Dispose() => _lock.Dispose();

    private static (StoredBlob Blob, long ContentAt) ReadHead(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        var length = reader.ReadInt32();
        var head = JsonSerializer.Deserialize(reader.ReadBytes(length), StoredBlobJson.Default.StoredBlob);
        return (head ?? throw new InvalidDataException($"{path} has no head."), 4L + length);
    }

    private string PathOf(string container, string blob) =>
        Path.Combine(_folder, container, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(blob))) + Extension);
}
