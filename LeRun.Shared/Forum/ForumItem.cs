using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Forum;

/// <summary>What people write in the forum, a post or a comment: an item in its post's partition.</summary>
public record Entry : CosmosItem
{
    /// <summary>The partition: the id of the post that it is or belongs to.</summary>
    public required string PostId { get; init; }

    /// <summary>What a thread is sorted by: its post, then the comments, oldest first. No other item of the partition has it.</summary>
    public required string ThreadKey { get; init; }

    public required string Content { get; init; }

    /// <summary>The author's username as registered: all that is known of them once the account is gone.</summary>
    public required string Author { get; init; }

    /// <summary>The key of the author's username.</summary>
    public required string AuthorKey { get; init; }

    /// <summary>The author's <c>_id</c>: whoever takes the name later did not write this.</summary>
    [JsonPropertyName("authorUid")]
    public required string AuthorId { get; init; }

    public int Likes { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How often its text was changed.</summary>
    public int Version { get; init; }

    /// <summary>The version that writers name.</summary>
    [JsonIgnore]
    public string VersionId => ItemVersion.Of(Id, Version);

    /// <summary>When it was deleted, in Unix milliseconds, while something that belongs to it is left to remove.</summary>
    public long? DeletedAt { get; init; }
}

/// <summary>A post. Its id is its partition.</summary>
public sealed record Post : Entry
{
    public const string ItemType = "post";

    /// <summary>A deleted post whose comments and likes are being removed: nobody sees it, and nothing is added to it.</summary>
    public const string DeletedType = "deletedPost";

    public required string Title { get; init; }

    public int Comments { get; init; }

    /// <summary>What the list of all posts is sorted by: the id. Only posts have it, so that the index holds nothing else.</summary>
    public required string FeedKey { get; init; }
}

/// <summary>A comment on a post.</summary>
public sealed record Comment : Entry
{
    public const string ItemType = "comment";

    /// <summary>A deleted comment whose likes are being removed; its post no longer counts it.</summary>
    public const string DeletedType = "deletedComment";
}
