using System.Text;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>
/// A log record's payload: all changes of one write (so that a batch is whole or absent), after the counters as they
/// stood behind it (so that no number is given twice, whatever was deleted).
/// </summary>
internal sealed record LogRecord(long Lsn, long Sequence, IReadOnlyList<Change> Changes)
{
    private const byte Put = 1;
    private const byte Delete = 2;
    private const int NoTimeToLive = int.MinValue;

    public byte[] Encode()
    {
        using var stream = new MemoryStream(Changes.Sum(change => 128 + (change.Item?.Body.Length ?? 0)));
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Lsn);
        writer.Write(Sequence);
        writer.Write7BitEncodedInt(Changes.Count);
        foreach (var (partitionKey, id, item) in Changes)
        {
            writer.Write(item is null ? Delete : Put);
            writer.Write(partitionKey.Json);
            writer.Write(id);
            if (item is null)
                continue;
            writer.Write(item.Sequence);
            writer.Write(item.Lsn);
            writer.Write(item.Timestamp);
            writer.Write(item.TimeToLive ?? NoTimeToLive);
            writer.Write7BitEncodedInt(item.Body.Length);
            writer.Write(item.Body.Span);
        }

        return stream.ToArray();
    }

    /// <exception cref="DataFormatException">The bytes are not a record of this format.</exception>
    public static LogRecord Decode(byte[] payload, ulong incarnation)
    {
        using var stream = new MemoryStream(payload, writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        var (lsn, sequence) = (reader.ReadInt64(), reader.ReadInt64());
        var changes = new Change[reader.Read7BitEncodedInt()];
        for (var i = 0; i < changes.Length; i++)
        {
            var kind = reader.ReadByte();
            if (kind is not (Put or Delete))
                throw new DataFormatException($"A log record holds an unknown change, {kind}.");
            var (partitionKey, id) = (new PartitionKeyValue(reader.ReadString()), reader.ReadString());
            var item = kind == Put ? DecodeItem(partitionKey, id, incarnation, reader, payload) : null;
            changes[i] = new Change(partitionKey, id, item);
        }

        return new LogRecord(lsn, sequence, changes);
    }

    private static StoredItem DecodeItem(
        PartitionKeyValue partitionKey, string id, ulong incarnation, BinaryReader reader, byte[] payload)
    {
        var (sequence, lsn) = (reader.ReadInt64(), reader.ReadInt64());
        var (timestamp, timeToLive) = (reader.ReadInt64(), reader.ReadInt32());
        var length = reader.Read7BitEncodedInt();
        // The payload stays as it is: the body is a window onto it and not a copy. Earlier versions let lone surrogates in.
        var body = RequestJson.ReplaceLoneSurrogates(payload.AsMemory((int)reader.BaseStream.Position, length));
        reader.BaseStream.Position += length;
        return new StoredItem
        {
            PartitionKey = partitionKey,
            Id = id,
            Incarnation = incarnation,
            Sequence = sequence,
            Lsn = lsn,
            Timestamp = timestamp,
            TimeToLive = timeToLive == NoTimeToLive ? null : timeToLive,
            Body = body,
        };
    }
}
