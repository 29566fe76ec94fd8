using LeRun.LocalHost.Cosmos.Sql;

namespace LeRun.LocalHost.Cosmos.Queries;

/// <summary>Where a row stands in a result: by its sort keys, then by its item's creation, then within the item.</summary>
internal sealed record RowPosition(Value[] Keys, long Sequence, int Ordinal);

/// <summary>A row that passed the filter, with its bindings.</summary>
internal sealed record Row(RowPosition Position, Value[] Bindings);

/// <summary>The result's order. Total, so that a page can end and another begin at any row.</summary>
internal sealed class RowOrder(IReadOnlyList<SortKey> keys) : IComparer<RowPosition>
{
    public int Compare(RowPosition? x, RowPosition? y)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var order = x!.Keys[i].OrderAgainst(y!.Keys[i]);
            if (order != 0)
                return keys[i].Descending ? -order : order;
        }

        // Equal keys are in order of creation, newest first when the first key descends.
        var bySequence = x!.Sequence.CompareTo(y!.Sequence) * (keys is [{ Descending: true }, ..] ? -1 : 1);
        return bySequence != 0 ? bySequence : x.Ordinal.CompareTo(y.Ordinal);
    }
}
