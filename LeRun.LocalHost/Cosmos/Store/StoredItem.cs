using System.Globalization;
using LeRun.LocalHost.Cosmos.Sql;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>One version of one item. Immutable: a write puts another version in its place.</summary>
internal sealed class StoredItem
{
    private JsonView? _view;

    public required PartitionKeyValue PartitionKey { get; init; }

    public required string Id { get; init; }

    /// <summary>Order of creation within the container; a replaced item keeps it.</summary>
    public required long Sequence { get; init; }

    /// <summary>The write that made this version; its ETag is made of it.</summary>
    public required long Lsn { get; init; }

    /// <summary>Unix seconds of the write (<c>_ts</c>).</summary>
    public required long Timestamp { get; init; }

    /// <summary>The item's own <c>ttl</c>, in seconds; -1 is never, null leaves it to the container.</summary>
    public required int? TimeToLive { get; init; }

    /// <summary>The item's JSON with its system properties, as readers get it.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Made at the first query that looks at this version. Two readers may both make it: either serves.</summary>
    public JsonView View => _view ??= new JsonView(Body);

    /// <summary>The log that numbers this version; see <see cref="ItemLog.Incarnation"/>.</summary>
    public required ulong Incarnation { get; init; }

    public string ETag => ETagOf(Incarnation, Lsn);

    public static string ETagOf(ulong incarnation, long lsn) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{incarnation:x16}-{lsn:x8}\"");
}
