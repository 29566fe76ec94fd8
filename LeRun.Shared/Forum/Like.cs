using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Forum;

/// <summary>Somebody likes a post or a comment. The id can exist only once, so nobody likes a thing twice.</summary>
public sealed record Like : CosmosItem
{
    /// <summary>The type of the stored item.</summary>
    public const string ItemType = "like";

    /// <summary>The partition: the id of the post that it belongs to.</summary>
    public required string PostId { get; init; }

    /// <summary>The id of the post or comment that is liked.</summary>
    public required string Target { get; init; }

    /// <summary>The account id of whoever likes it.</summary>
    [JsonPropertyName("authorUid")]
    public required string AccountId { get; init; }

    /// <summary>When it was first liked.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A post or comment that can be liked.</summary>
public sealed record LikeTarget
{
    private LikeTarget(string postId, string id) => (PostId, Id) = (postId, id);

    /// <summary>The partition: the id of the post that it is or belongs to.</summary>
    public string PostId { get; }

    /// <summary>The id of the post or comment.</summary>
    public string Id { get; }

    /// <summary>Whether it is a post.</summary>
    public bool IsPost => PostId == Id;

    /// <summary>The post of an id; false for anything that cannot be the id of a post.</summary>
    public static bool TryParsePost(string postId, [NotNullWhen(true)] out LikeTarget? post)
    {
        post = IdGenerator.IsId(postId) ? new LikeTarget(postId, postId) : null;
        return post is not null;
    }

    /// <summary>The comment of an id; false for anything that cannot be the id of a comment.</summary>
    public static bool TryParseComment(string commentId, [NotNullWhen(true)] out LikeTarget? comment)
    {
        comment = Comment.TryGetPostId(commentId, out var postId) ? new LikeTarget(postId, commentId) : null;
        return comment is not null;
    }

    /// <summary>The id of an account's like.</summary>
    public string LikeIdOf(string accountId) => $"{Like.ItemType}-{Id}-{accountId}";
}

/// <summary>Whether somebody likes a post or comment, and how many do.</summary>
public sealed record LikeState(bool Liked, int Likes);
