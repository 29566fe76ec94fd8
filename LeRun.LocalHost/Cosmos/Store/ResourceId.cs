using System.Buffers.Binary;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>The service's own identifiers: a database has 4 bytes, a container 4 more, an item 8 more.</summary>
internal static class ResourceId
{
    public static string OfDatabase(uint database) => Text(Bytes(database, null, null));

    public static string OfContainer(uint database, uint container) => Text(Bytes(database, container, null));

    public static string OfItem(uint database, uint container, long sequence) => Text(Bytes(database, container, sequence));

    private static byte[] Bytes(uint database, uint? container, long? item)
    {
        var bytes = new byte[4 + (container is null ? 0 : 4) + (item is null ? 0 : 8)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, database);
        // The top bit of the container's first byte tells the SDK that it is a container and not a user.
        if (container is { } number)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), number | 0x8000_0000);
        if (item is { } sequence)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), sequence);
        return bytes;
    }

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).Replace('/', '-');
}
