using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using LeRun.Localization;
using Microsoft.Azure.Cosmos;

namespace LeRun.Storage;

/// <summary>Which page of a list is wanted.</summary>
/// <param name="Limit">At most this many items, 1 to 200.</param>
/// <param name="Cursor">What the page before gave as its <see cref="Page{T}.Next"/>; null for the first page.</param>
public sealed record PageRequest(int Limit, string? Cursor)
{
    /// <summary>The limit of a request that names none.</summary>
    public const int DefaultLimit = 100;

    /// <summary>The highest limit.</summary>
    public const int MaxLimit = 200;

    /// <summary>Reads the cursor of a list that is sorted by id.</summary>
    /// <param name="list">The list, as <see cref="PageCursor.Make"/> names it.</param>
    /// <param name="id">The id after which the page begins; null on the first page.</param>
    /// <param name="failure">Says that the cursor is not one of this list.</param>
    public bool TryReadId(string list, out string? id, [NotNullWhen(false)] out Failure? failure) =>
        TryReadKey(list, IdGenerator.IsId, out id, out failure);

    /// <summary>Reads the cursor of a list that is sorted by something else.</summary>
    /// <param name="list">The list, as <see cref="PageCursor.Make"/> names it.</param>
    /// <param name="isKey">Whether a text can be a sort key of the list.</param>
    /// <param name="key">The sort key after which the page begins; null on the first page.</param>
    /// <param name="failure">Says that the cursor is not one of this list.</param>
    public bool TryReadKey(string list, Func<string, bool> isKey, out string? key, [NotNullWhen(false)] out Failure? failure)
    {
        (key, failure) = (null, null);
        if (Cursor is null)
            return true;
        if (PageCursor.TryRead(list, Cursor, out var read) && isKey(read))
            key = read;
        else
            failure = Invalid.Field("cursor", Messages.BadCursor);
        return failure is null;
    }
}

/// <summary>A page of a list.</summary>
/// <param name="Next">The cursor of the page after it; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>The page, ended before its items are larger than <paramref name="max"/> together; it has at least one.</summary>
    /// <param name="max">The most that all of them may be.</param>
    /// <param name="size">How large an item is.</param>
    /// <param name="cursor">Makes the cursor after an item.</param>
    public Page<T> Within(int max, Func<T, int> size, Func<T, string> cursor)
    {
        var sum = 0L;
        for (var i = 0; i < Items.Count; i++)
        {
            sum += size(Items[i]);
            if (sum > max && i > 0)
                return new Page<T>([.. Items.Take(i)], cursor(Items[i - 1]));
        }

        return this;
    }
}

/// <summary>
/// A cursor names the sort key after which a page begins, not a position in the database's own terms. So it stays right while
/// items come and go, on every instance and for ever.
/// </summary>
public static class PageCursor
{
    private const int MaxLength = 512;

    /// <summary>Makes the opaque cursor after an item.</summary>
    /// <param name="list">The kind of list, so that no other list takes the cursor.</param>
    /// <param name="sortKey">The item's sort key.</param>
    public static string Make(string list, string sortKey) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{list}:{sortKey}"));

    /// <summary>Reads the sort key back; false for anything that <see cref="Make"/> did not make for this list.</summary>
    internal static bool TryRead(string list, string cursor, out string sortKey)
    {
        sortKey = "";
        if (!Base64Url.IsValid(cursor, out var length) || length > MaxLength)
            return false;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        if (!text.StartsWith(list + ":", StringComparison.Ordinal))
            return false;
        sortKey = text[(list.Length + 1)..];
        return true;
    }
}

/// <summary>Reads pages from Cosmos.</summary>
public static class CosmosPaging
{
    /// <summary>
    /// Reads one page, nearly always with one request. Cosmos may end its own page before <paramref name="limit"/> items, and
    /// even before the first: then the rest takes another request, since many a client reads no further than the first page.
    /// </summary>
    /// <param name="partition">The partition to ask; null asks all of them.</param>
    /// <param name="cursor">Makes the cursor after an item.</param>
    /// <param name="isEnough">Whether so many items make a page though there are more, for large items; null: never.</param>
    public static async Task<Page<T>> ReadPageAsync<T>(
        this Container container, QueryDefinition query, string? partition, int limit, Func<T, string> cursor,
        CancellationToken cancellationToken, Func<IReadOnlyList<T>, bool>? isEnough = null)
    {
        // One more than wanted tells whether there is a further page, without a request to find it empty.
        using var feed = container.GetItemQueryIterator<T>(query, requestOptions: new QueryRequestOptions
        {
            MaxItemCount = limit + 1,
            PartitionKey = partition is null ? null : new PartitionKey(partition),
        });

        var items = new List<T>();
        while (items.Count <= limit && feed.HasMoreResults && (items.Count == 0 || isEnough?.Invoke(items) != true))
            items.AddRange(await container.WithinDeadlineAsync(feed.ReadNextAsync, cancellationToken));

        var more = items.Count > limit || feed.HasMoreResults;
        if (items.Count > limit)
            items.RemoveRange(limit, items.Count - limit);
        return new Page<T>(items, more ? cursor(items[^1]) : null);
    }

    /// <summary>Reads what a query finds, up to <paramref name="limit"/>, however Cosmos cuts it into pages.</summary>
    /// <param name="partition">The partition to ask; null asks all of them.</param>
    public static async Task<IReadOnlyList<T>> ReadSomeAsync<T>(
        this Container container, QueryDefinition query, string? partition, int limit, CancellationToken cancellationToken) =>
        (await container.ReadPageAsync<T>(query, partition, limit, static _ => "", cancellationToken)).Items;

    /// <summary>Reads everything that a query finds, page by page.</summary>
    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        this Container container, QueryDefinition query, string? partition,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var feed = container.GetItemQueryIterator<T>(query, requestOptions: new QueryRequestOptions
        {
            PartitionKey = partition is null ? null : new PartitionKey(partition),
        });
        while (feed.HasMoreResults)
        {
            foreach (var item in await container.WithinDeadlineAsync(feed.ReadNextAsync, cancellationToken))
                yield return item;
        }
    }
}
