using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>
/// The service's own identifiers: a database has 4 bytes, a container 4 more, an item 8 more. Here they are made of the
/// names, so that they are the same after a restart.
/// </summary>
internal static class ResourceId
{
    public static string OfDatabase(string database) => Text(Bytes(database, null, null));

    public static string OfContainer(string database, string container) => Text(Bytes(database, container, null));

    public static string OfItem(string database, string container, long sequence) => Text(Bytes(database, container, sequence));

    private static byte[] Bytes(string database, string? container, long? item)
    {
        var bytes = new byte[4 + (container is null ? 0 : 4) + (item is null ? 0 : 8)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Number(database));
        // The top bit of the container's first byte tells the SDK that it is a container and not a user.
        if (container is not null)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), Number($"{database}/{container}") | 0x8000_0000);
        if (item is { } sequence)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), sequence);
        return bytes;
    }

    private static uint Number(string name) => Crc32.HashToUInt32(Encoding.UTF8.GetBytes(name));

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).Replace('/', '-');
}
