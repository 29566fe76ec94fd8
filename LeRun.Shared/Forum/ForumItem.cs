using System.Text.Json.Serialization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Forum;

/// <summary>A text that somebody wrote in the forum: a post or a comment. It is stored in its post's partition.</summary>
public abstract record ForumItem : CosmosItem
{
    /// <summary>The partition: the id of the post that it is or belongs to.</summary>
    public required string PostId { get; init; }

    /// <summary>The sort key of a thread: its post first, then the comments, oldest first. Likes have none.</summary>
    [JsonPropertyName("threadKey")]
    public required string ThreadSortKey { get; init; }

    /// <summary>The text, as it was sent.</summary>
    public required string Content { get; init; }

    /// <summary>The author's username as registered: what is shown once the account is gone.</summary>
    [JsonPropertyName("author")]
    public required string AuthorUsername { get; init; }

    /// <summary>The author's normalized username, by which the account is looked up.</summary>
    [JsonPropertyName("authorKey")]
    public required string AuthorNormalizedUsername { get; init; }

    /// <summary>The author's account id: another account may have the username later.</summary>
    [JsonPropertyName("authorUid")]
    public required string AuthorAccountId { get; init; }

    /// <summary>The number of likes.</summary>
    public int Likes { get; init; }

    /// <summary>What moderators decided about it; null: nothing.</summary>
    public ModerationMark? Moderation { get; init; }

    /// <summary>Whether only its author sees it.</summary>
    [JsonIgnore]
    public bool IsHidden => Moderation?.Hidden == true;

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its text last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How often its text was changed.</summary>
    public int Version { get; init; }

    /// <summary>The version that writers name.</summary>
    [JsonIgnore]
    public string VersionId => ItemVersion.Of(Id, Version);

    /// <summary>A condition on the stored item <c>c</c>: a viewer sees it.</summary>
    public static string SeenBy(Viewer viewer) =>
        viewer.Condition("c.authorUid")
        + $" AND (NOT IS_DEFINED(c.moderation.hidden) OR c.moderation.hidden = false"
        + $" OR c.authorUid = {SqlLiteral.Of(viewer.AccountId ?? "")})";

    /// <summary>Whether a viewer sees it.</summary>
    public bool IsSeenBy(Viewer viewer) =>
        viewer.Sees(AuthorAccountId) && (!IsHidden || viewer.AccountId == AuthorAccountId);
}

/// <summary>A post. Its id is its partition.</summary>
public sealed record Post : ForumItem
{
    /// <summary>The type of the stored item.</summary>
    public const string ItemType = "post";

    /// <summary>
    /// The type of a deleted post while its comments and likes are deleted: nobody sees it, and nothing is added to it.
    /// </summary>
    public const string DeletedType = "deletedPost";

    /// <summary>The most characters of a title.</summary>
    public const int MaxTitleLength = 100;

    /// <summary>The most characters of a post's text.</summary>
    public const int MaxContentLength = 10_000;

    /// <summary>The title, as it was sent.</summary>
    public required string Title { get; init; }

    /// <summary>The number of comments.</summary>
    public int Comments { get; init; }

    /// <summary>
    /// The sort key of the list of all posts: the id. Only posts have it, so that its index holds nothing else.
    /// </summary>
    [JsonPropertyName("feedKey")]
    public required string FeedSortKey { get; init; }
}

/// <summary>
/// A comment on a post. Its id is <c>{postId}-{suffix}</c>: it names its partition, and the comments of a post sort by creation.
/// </summary>
public sealed record Comment : ForumItem
{
    /// <summary>The type of the stored item.</summary>
    public const string ItemType = "comment";

    /// <summary>The type of a deleted comment while its likes are deleted; its post no longer counts it.</summary>
    public const string DeletedType = "deletedComment";

    /// <summary>The most characters of a comment.</summary>
    public const int MaxContentLength = 2_000;

    private const char Separator = '-';

    /// <summary>Makes the id of a comment on a post.</summary>
    public static string MakeId(string postId, string suffix) => $"{postId}{Separator}{suffix}";

    /// <summary>Reads the post's id out of a comment's; false for anything that cannot be the id of a comment.</summary>
    public static bool TryGetPostId(string commentId, out string postId)
    {
        var separator = commentId.IndexOf(Separator, StringComparison.Ordinal);
        postId = separator < 0 ? "" : commentId[..separator];
        return IdGenerator.IsId(postId) && IdGenerator.IsId(commentId[(separator + 1)..]);
    }
}
