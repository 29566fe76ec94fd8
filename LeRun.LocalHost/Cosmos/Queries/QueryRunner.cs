using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LeRun.LocalHost.Cosmos.Sql;
using LeRun.LocalHost.Cosmos.Store;

namespace LeRun.LocalHost.Cosmos.Queries;

/// <summary>
/// Evaluates one page of a query over a snapshot. Without ORDER BY it stops when the page is full; with it, it
/// scans once and holds no more rows than a page.
/// </summary>
internal sealed class QueryRunner(Query query, IndexingRules indexing, ExpiryRule expiry, Continuation from)
{
    private const int MaxPageBytes = 4 << 20;

    private static readonly JsonWriterOptions _raw = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly RowOrder _order = new(query.OrderBy);

    // What the index leaves to be loaded and looked at; null when the index alone decides the filter.
    private readonly Query? _loads = query.Where is { } where && !where.IndexPaths().All(indexing.Serves)
        ? query with { Where = where.DecidedByIndex(indexing.Serves) }
        : null;

    private long _bytesScanned;

    /// <param name="items">In order of creation; expired ones are skipped here.</param>
    /// <param name="maxRows">The page size.</param>
    /// <param name="staysOpen">Whether even the last page has a continuation.</param>
    public QueryPage Run(StoredItem[] items, int maxRows, bool staysOpen = false)
    {
        if (query.Aggregate is { } aggregate)
            return Page([(aggregate.Over(Rows(items).Select(row => row.Bindings)), null)], isLast: true);

        var wanted = Math.Min(maxRows, from.Limit ?? int.MaxValue);
        // One row beyond the page tells whether there is another page.
        var needed = (int)Math.Min((long)from.Offset + wanted + 1, int.MaxValue);
        var rows = query.OrderBy.Count == 0 ? [.. Rows(items).Take(needed)] : First(needed, Rows(items));
        var page = rows.Skip(from.Offset).Take(wanted);
        var isLast = !staysOpen && (rows.Count <= from.Offset + wanted || wanted == from.Limit);
        return Page(page.Select(row => (query.Projection.Evaluate(row.Bindings), (RowPosition?)row.Position)), isLast);
    }

    // Bounded: the worst row kept is on top and gives way to a better one.
    private List<Row> First(int count, IEnumerable<Row> rows)
    {
        var worstFirst = new PriorityQueue<Row, RowPosition>(Comparer<RowPosition>.Create((x, y) => _order.Compare(y, x)));
        foreach (var row in rows)
        {
            if (worstFirst.Count < count)
                worstFirst.Enqueue(row, row.Position);
            else
                worstFirst.EnqueueDequeue(row, row.Position);
        }

        var best = new List<Row>(worstFirst.Count);
        while (worstFirst.TryDequeue(out var row, out _))
            best.Add(row);
        best.Reverse();
        return best;
    }

    private IEnumerable<Row> Rows(StoredItem[] items)
    {
        for (var i = StartIndex(items); i < items.Length; i++)
        {
            var item = items[i];
            if (expiry.HasExpired(item))
                continue;
            if (_loads?.Matches(item.View) == true)
                _bytesScanned += item.Body.Length;

            if (query.Iterations.Count == 0)
            {
                if (query.OnlyRow(Value.Of(item.View)) is { } only && At(item, 0, only) is { } row)
                    yield return row;
                continue;
            }

            var ordinal = 0;
            foreach (var bindings in query.Rows(Value.Of(item.View)))
            {
                if (At(item, ordinal++, [.. bindings]) is { } row)
                    yield return row;
            }
        }
    }

    // Null for a row that an earlier page had. A row without a value is no row: OFFSET and LIMIT do not count it.
    private Row? At(StoredItem item, int ordinal, Value[] bindings)
    {
        if (query.Aggregate is null && !query.Projection.IsAlwaysDefined && query.Projection.Evaluate(bindings).IsUndefined)
            return null;
        var position = new RowPosition(Keys(bindings), item.Sequence, ordinal);
        return from.After is null || _order.Compare(position, from.After) > 0 ? new Row(position, bindings) : null;
    }

    private int StartIndex(StoredItem[] items)
    {
        if (from.After is null || query.OrderBy.Count > 0)
            return 0;
        var (low, high) = (0, items.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (items[middle].Sequence < from.After.Sequence)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private Value[] Keys(Value[] bindings)
    {
        if (query.OrderBy.Count == 0)
            return [];
        var keys = new Value[query.OrderBy.Count];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = query.OrderBy[i].Expression.Evaluate(bindings);
        return keys;
    }

    private QueryPage Page(IEnumerable<(Value Value, RowPosition? Position)> rows, bool isLast)
    {
        var (documents, scratch) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        using var writer = new Utf8JsonWriter(scratch, _raw);
        var count = 0;
        var last = from.After;
        foreach (var (value, position) in rows)
        {
            if (value.IsUndefined)
                continue;
            scratch.ResetWrittenCount();
            writer.Reset();
            value.WriteTo(writer);
            writer.Flush();
            if (count > 0 && documents.WrittenCount + scratch.WrittenCount > MaxPageBytes)
            {
                isLast = false;
                break;
            }

            if (count++ > 0)
                documents.Write(","u8);
            documents.Write(scratch.WrittenSpan);
            last = position;
        }

        var charge = RequestCharge.Query(_bytesScanned, count, documents.WrittenCount);
        // Rows have been skipped when there was one behind them; until then OFFSET is as it was.
        var offset = count > 0 ? 0 : from.Offset;
        var next = isLast ? null : new Continuation(last, offset, from.Limit - count) { IsEmptyPage = count == 0 };
        return new QueryPage(documents.WrittenMemory, count, next, charge);
    }
}
