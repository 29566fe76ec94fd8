using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LeRun.LocalHost.Cosmos.Sql;
using LeRun.LocalHost.Cosmos.Store;

namespace LeRun.LocalHost.Cosmos.Queries;

/// <param name="Documents">The page's rows as a JSON array's inside, comma-separated.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Next">Null on the last page.</param>
/// <param name="Charge">Request units.</param>
internal sealed record QueryPage(ReadOnlyMemory<byte> Documents, int Count, Continuation? Next, double Charge);

/// <summary>
/// Evaluates one page of a query over a snapshot. Without ORDER BY it stops when the page is full; with it, it
/// scans once and holds no more rows than a page.
/// </summary>
internal sealed class QueryRunner(Query query, IndexingRules indexing, ExpiryRule expiry, Continuation? from)
{
    private const int MaxPageBytes = 4 << 20;
    private static readonly JsonWriterOptions Raw = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly RowOrder _order = new(query.OrderBy);
    private readonly bool _filterIsIndexed = query.FilterPaths.All(indexing.IsIndexed);
    private int _rowsLoaded;
    private long _bytesLoaded;

    /// <param name="items">In order of creation; expired ones are skipped here.</param>
    /// <param name="maxRows">The caller's page size.</param>
    public QueryPage Run(StoredItem[] items, int maxRows)
    {
        if (query.Aggregate is { } aggregate)
            return Page([(aggregate.Over(Rows(items).Select(row => row.Bindings)), null)], moreThanPage: false, null);

        var limit = from is null ? query.Limit : from.Limit;
        var offset = from is null ? query.Offset : 0;
        var wanted = Math.Min(maxRows, limit ?? int.MaxValue);
        // One row beyond the page tells whether there is another page.
        var needed = (int)Math.Min((long)offset + wanted + 1, int.MaxValue);
        var rows = query.OrderBy.Count == 0 ? [.. Rows(items).Take(needed)] : First(needed, Rows(items));
        var page = rows.Skip(offset).Take(wanted).Select(row => (query.Projection.Evaluate(row.Bindings), (RowPosition?)row.Position));
        return Page(page, moreThanPage: rows.Count > offset + wanted && wanted < (limit ?? int.MaxValue), limit);
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
            if (!_filterIsIndexed)
                Charge(item);

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

    // Null for a row that an earlier page had, or that the order's index does not hold.
    private Row? At(StoredItem item, int ordinal, Value[] bindings)
    {
        var position = new RowPosition(Keys(bindings), item.Sequence, ordinal);
        // A composite index has no item that lacks one of its paths.
        if (query.OrderBy.Count > 1 && Array.Exists(position.Keys, key => key.IsUndefined))
            return null;
        return from is null || _order.Compare(position, from.After) > 0 ? new Row(position, bindings) : null;
    }

    private int StartIndex(StoredItem[] items)
    {
        if (from is null || query.OrderBy.Count > 0)
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

    private QueryPage Page(IEnumerable<(Value Value, RowPosition? Position)> rows, bool moreThanPage, int? limit)
    {
        var (documents, scratch) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        using var writer = new Utf8JsonWriter(scratch, Raw);
        var (count, taken, truncated) = (0, 0, false);
        RowPosition? last = null;
        foreach (var (value, position) in rows)
        {
            if (!value.IsUndefined)
            {
                scratch.ResetWrittenCount();
                writer.Reset();
                value.WriteTo(writer);
                writer.Flush();
                if (count > 0 && documents.WrittenCount + scratch.WrittenCount > MaxPageBytes)
                {
                    truncated = true;
                    break;
                }

                if (count++ > 0)
                    documents.Write(","u8);
                documents.Write(scratch.WrittenSpan);
                _rowsLoaded++;
                _bytesLoaded += scratch.WrittenCount;
            }

            (last, taken) = (position, taken + 1);
        }

        var next = (moreThanPage || truncated) && last is not null ? new Continuation(last, limit - taken) : null;
        return new QueryPage(documents.WrittenMemory, count, next, RequestCharge.Query(_rowsLoaded, _bytesLoaded));
    }

    private void Charge(StoredItem item)
    {
        _rowsLoaded++;
        _bytesLoaded += item.Body.Length;
    }
}
