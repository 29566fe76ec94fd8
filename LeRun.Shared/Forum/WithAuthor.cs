using System.Globalization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Forum;

/// <summary>A post or comment with its author's account as it is now.</summary>
/// <param name="Item">The post or comment.</param>
/// <param name="Author">The account; null if it is gone.</param>
public sealed record WithAuthor<T>(T Item, UserAccount? Author)
    where T : ForumItem
{
    /// <summary>The version that writers name.</summary>
    public string VersionId => Item.VersionId;

    /// <summary>Changes with what is shown beside the text: the counts, and the author's name and picture.</summary>
    public string Fingerprint => string.Create(
        CultureInfo.InvariantCulture,
        $"{Item.Likes}.{(Item as Post)?.Comments ?? 0}.{Author?.Version ?? -1}{(Item.IsHidden ? ".h" : "")}");
}

/// <summary>Looks up the authors of posts and comments. Costs are in Cosmos requests.</summary>
public static class AuthorLookup
{
    /// <summary>Adds the author to a post or comment. 1 request; none if it was read within the last 5 seconds.</summary>
    public static async Task<WithAuthor<T>> WithAuthorAsync<T>(
        this UserCache userCache, T item, CancellationToken cancellationToken)
        where T : ForumItem =>
        new(item, AuthorOf(item, await userCache.ReadRecentAsync(item.AuthorNormalizedUsername, cancellationToken)));

    /// <summary>Adds the authors to a page. 1 request for any number of authors; none for an empty page.</summary>
    public static async Task<Page<WithAuthor<T>>> WithAuthorsAsync<T>(
        this UserCache userCache, Page<T> page, CancellationToken cancellationToken)
        where T : ForumItem
    {
        var accounts = await userCache.ReadAsync(page.Items.Select(item => item.AuthorNormalizedUsername), cancellationToken);
        return new Page<WithAuthor<T>>([.. page.Items.Select(WithAuthor)], page.Next);

        WithAuthor<T> WithAuthor(T item) => new(item, AuthorOf(item, accounts.GetValueOrDefault(item.AuthorNormalizedUsername)));
    }

    // The name may since have been registered by another account.
    private static UserAccount? AuthorOf(ForumItem item, UserAccount? account) =>
        account?.AccountId == item.AuthorAccountId ? account : null;
}
