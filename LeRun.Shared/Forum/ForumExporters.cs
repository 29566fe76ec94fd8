using System.Text.Json.Serialization;
using LeRun.Users;

namespace LeRun.Forum;

/// <summary>Exports an account's posts, newest first.</summary>
public sealed class PostExporter(PostStore posts) : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "posts";

    /// <inheritdoc/>
    public IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, CancellationToken cancellationToken) =>
        ExportedPiece.ElementsAsync(
            before => posts.ListAsync(
                Viewer.Owner(account.AccountId), account.AccountId, before, ForumExport.Step, post => post.Id, cancellationToken),
            after,
            post => post.Id,
            post => new ExportedPost(
                post.Id, post.Title, post.Content, post.Likes, post.Comments, post.CreatedAt, post.UpdatedAt, post.Version),
            ExportedForumJson.Default);
}

/// <summary>Exports an account's comments, without the posts that they are on.</summary>
public sealed class CommentExporter(CommentStore comments) : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "comments";

    /// <inheritdoc/>
    public IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, CancellationToken cancellationToken) =>
        ExportedPiece.ElementsAsync(
            last => comments.ListOfAuthorAsync(account.AccountId, last, ForumExport.Step, cancellationToken),
            after,
            comment => comment.Id,
            comment => new ExportedComment(
                comment.Id, comment.PostId, comment.Content, comment.Likes, comment.CreatedAt, comment.UpdatedAt,
                comment.Version),
            ExportedForumJson.Default);
}

/// <summary>Exports what an account likes.</summary>
public sealed class LikeExporter(LikeStore likes) : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "likes";

    /// <inheritdoc/>
    public IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, CancellationToken cancellationToken) =>
        ExportedPiece.ElementsAsync(
            last => likes.ListOfAccountAsync(account.AccountId, last, ForumExport.Step, cancellationToken),
            after,
            like => like.Id,
            like => new ExportedLike(like.PostId, like.Target == like.PostId ? null : like.Target, like.CreatedAt),
            ExportedForumJson.Default);
}

/// <summary>What these exporters have in common.</summary>
internal static class ForumExport
{
    /// <summary>How many items are read at a time.</summary>
    public const int Step = 100;
}

/// <summary>A post as its author reads it.</summary>
internal sealed record ExportedPost(
    [property: JsonPropertyName("_id")] string Id, string Title, string Content, int Likes, int Comments,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, [property: JsonPropertyName("__v")] int Version);

/// <summary>A comment as its author reads it.</summary>
internal sealed record ExportedComment(
    [property: JsonPropertyName("_id")] string Id, string PostId, string Content, int Likes,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, [property: JsonPropertyName("__v")] int Version);

/// <summary>A like as its account reads it; <paramref name="CommentId"/> is null where the post itself is liked.</summary>
internal sealed record ExportedLike(string PostId, string? CommentId, DateTimeOffset CreatedAt);

[JsonSerializable(typeof(ExportedPost))]
[JsonSerializable(typeof(ExportedComment))]
[JsonSerializable(typeof(ExportedLike))]
internal sealed partial class ExportedForumJson : JsonSerializerContext;
