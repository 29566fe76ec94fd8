using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Forum;

/// <summary>That someone likes a post or a comment. Its id is what must not come twice.</summary>
public sealed record Like : CosmosItem
{
    public const string ItemType = "like";

    /// <summary>The partition: the post that it belongs to.</summary>
    public required string PostId { get; init; }

    /// <summary>The id of the post or comment that is liked.</summary>
    public required string Target { get; init; }

    /// <summary>The <c>_id</c> of who likes it.</summary>
    [JsonPropertyName("authorUid")]
    public required string AuthorId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What may be liked.</summary>
/// <param name="PostId">The partition.</param>
/// <param name="Id">The id of the post or comment itself.</param>
public sealed record LikeTarget(string PostId, string Id)
{
    public bool IsPost => PostId == Id;

    /// <summary>The id of the like of one user.</summary>
    public string LikeOf(string uid) => $"{Like.ItemType}-{Id}-{uid}";
}

/// <summary>Whether someone likes something, and how many do.</summary>
public sealed record LikeState(bool Liked, int Likes);
