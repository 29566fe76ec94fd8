using System.Globalization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Forum;

/// <summary>A post or comment with its author's account as it is now.</summary>
/// <param name="Author">Null when the account is gone.</param>
public sealed record Authored<T>(T Entry, UserAccount? Author)
    where T : Entry
{
    /// <summary>Changes with what the API shows beside the text: the counts, and the author's name and picture.</summary>
    public string Fingerprint => string.Create(
        CultureInfo.InvariantCulture, $"{Entry.Likes}.{(Entry as Post)?.Comments ?? 0}.{Author?.Version ?? -1}");
}

/// <summary>Puts authors to what they wrote.</summary>
public static class Authors
{
    /// <summary>1 request, none for an author met just before (<see cref="UserCache.ReadRecentAsync"/>).</summary>
    public static async Task<Authored<T>> WithAuthorAsync<T>(this UserCache userCache, T entry, CancellationToken cancellationToken)
        where T : Entry => new(entry, Of(entry, await userCache.ReadRecentAsync(entry.AuthorKey, cancellationToken)));

    /// <summary>1 request however many authors, none for an empty page.</summary>
    public static async Task<Page<Authored<T>>> WithAuthorsAsync<T>(this UserCache userCache, Page<T> page, CancellationToken cancellationToken)
        where T : Entry
    {
        var authors = await userCache.ReadAsync(page.Items.Select(entry => entry.AuthorKey), cancellationToken);
        return new Page<Authored<T>>(
            [.. page.Items.Select(entry => new Authored<T>(entry, Of(entry, authors.GetValueOrDefault(entry.AuthorKey))))], page.Next);
    }

    // Who took the name since is somebody else.
    private static UserAccount? Of(Entry entry, UserAccount? holder) => holder?.AccountId == entry.AuthorId ? holder : null;
}
