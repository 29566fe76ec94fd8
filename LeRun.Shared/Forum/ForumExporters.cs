using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using LeRun.Users;

namespace LeRun.Forum;

/// <summary>Exports an account's posts, newest first.</summary>
public sealed class PostExporter(PostStore posts) : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "posts";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = ExportedPiece.ReadPagesAsync(
            before => posts.ListAsync(
                Viewer.Owner(account.AccountId), account.AccountId, before, ForumExport.Step, post => post.Id, cancellationToken),
            after);
        await foreach (var post in all)
        {
            var exported = new ExportedPost(
                post.Id, post.Title, post.Content, post.Likes, post.Comments, post.CreatedAt, post.UpdatedAt, post.Version);
            yield return ExportedPiece.Element(post.Id, exported, ExportedForumJson.Default);
        }
    }
}

/// <summary>Exports an account's comments, without the posts that they are on.</summary>
public sealed class CommentExporter(CommentStore comments) : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "comments";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = ExportedPiece.ReadPagesAsync(
            last => comments.ListOfAuthorAsync(account.AccountId, last, ForumExport.Step, cancellationToken), after);
        await foreach (var comment in all)
        {
            var exported = new ExportedComment(
                comment.Id, comment.PostId, comment.Content, comment.Likes, comment.CreatedAt, comment.UpdatedAt,
                comment.Version);
            yield return ExportedPiece.Element(comment.Id, exported, ExportedForumJson.Default);
        }
    }
}

/// <summary>Exports what an account likes.</summary>
public sealed class LikeExporter(LikeStore likes) : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "likes";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = ExportedPiece.ReadPagesAsync(
            last => likes.ListOfAccountAsync(account.AccountId, last, ForumExport.Step, cancellationToken), after);
        await foreach (var like in all)
        {
            var exported = new ExportedLike(
                like.PostId, like.Target == like.PostId ? null : like.Target, like.CreatedAt);
            yield return ExportedPiece.Element(like.Id, exported, ExportedForumJson.Default);
        }
    }
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
