using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
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
}

/// <summary>A page of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">The cursor of the page after it; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>
/// A cursor holds the sort key after which a page begins, instead of a database's own token: it stays right while items come and
/// go, on every instance, for ever.
/// </summary>
public static class PageCursor
{
    /// <summary>Makes an opaque cursor of one kind of list.</summary>
    public static string Make(string list, string sortKey) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{list}:{sortKey}"));

    /// <summary>Reads the sort key back; false for a text that is not a cursor of this list.</summary>
    public static bool TryRead(string list, string cursor, out string sortKey)
    {
        sortKey = "";
        if (!Base64Url.IsValid(cursor, out var length) || length > 512)
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
    /// Reads one page with one request; Cosmos may end it before <paramref name="limit"/> items if they are large.
    /// </summary>
    /// <param name="container">The container.</param>
    /// <param name="query">Selects and sorts the items.</param>
    /// <param name="partition">The partition to ask; null asks all of them.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cursor">The cursor after an item.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Page<T>> ReadPageAsync<T>(
        this Container container,
        QueryDefinition query,
        string? partition,
        int limit,
        Func<T, string> cursor,
        CancellationToken cancellationToken)
    {
        // One more than wanted tells whether there is a further page, without a request to find it empty.
        using var feed = container.GetItemQueryIterator<T>(query, requestOptions: new QueryRequestOptions
        {
            MaxItemCount = limit + 1,
            PartitionKey = partition is null ? null : new PartitionKey(partition),
        });

        var items = new List<T>();
        while (items.Count == 0 && feed.HasMoreResults)
            items.AddRange(await feed.ReadNextAsync(cancellationToken));

        var more = items.Count > limit || (feed.HasMoreResults && items.Count > 0);
        if (items.Count > limit)
            items.RemoveRange(limit, items.Count - limit);
        return new Page<T>(items, more ? cursor(items[^1]) : null);
    }

    /// <summary>Reads everything that a query finds, page by page.</summary>
    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        this Container container,
        QueryDefinition query,
        string? partition,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var feed = container.GetItemQueryIterator<T>(query, requestOptions: new QueryRequestOptions
        {
            PartitionKey = partition is null ? null : new PartitionKey(partition),
        });
        while (feed.HasMoreResults)
        {
            foreach (var item in await feed.ReadNextAsync(cancellationToken))
                yield return item;
        }
    }
}
