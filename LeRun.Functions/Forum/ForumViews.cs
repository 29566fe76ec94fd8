using System.Text.Json.Serialization;
using LeRun.Forum;
using LeRun.Functions.Users;
using LeRun.Localization;

namespace LeRun.Functions.Forum;

/// <summary>A post, with its author as they are now.</summary>
/// <param name="Likes">The number of likes.</param>
/// <param name="Comments">The number of comments.</param>
public sealed record PostView(
    [property: JsonPropertyName("_id")] string Id,
    string Title,
    string Content,
    string Username,
    string Nickname,
    string? ProfilePic,
    int Likes,
    int Comments,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: JsonPropertyName("__v")] int Version)
{
    /// <summary>What is shown of a post.</summary>
    public static PostView Of(WithAuthor<Post> found, HttpRequest request)
    {
        var (post, author) = (found.Item, AuthorView.Of(found, request));
        return new PostView(
            post.Id, post.Title, post.Content, author.Username, author.Nickname, author.ProfilePic, post.Likes, post.Comments,
            post.CreatedAt, post.UpdatedAt, post.Version);
    }
}

/// <summary>A comment, with its author as they are now.</summary>
/// <param name="Likes">The number of likes.</param>
public sealed record CommentView(
    [property: JsonPropertyName("_id")] string Id,
    string PostId,
    string Content,
    string Username,
    string Nickname,
    string? ProfilePic,
    int Likes,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: JsonPropertyName("__v")] int Version)
{
    /// <summary>What is shown of a comment.</summary>
    public static CommentView Of(WithAuthor<Comment> found, HttpRequest request)
    {
        var (comment, author) = (found.Item, AuthorView.Of(found, request));
        return new CommentView(
            comment.Id, comment.PostId, comment.Content, author.Username, author.Nickname, author.ProfilePic, comment.Likes,
            comment.CreatedAt, comment.UpdatedAt, comment.Version);
    }
}

/// <summary>Whether the caller likes it, and how many do.</summary>
public sealed record LikedView(bool Liked, int Likes)
{
    /// <summary>What is shown of the state.</summary>
    public static LikedView Of(LikeState state) => new(state.Liked, state.Likes);
}

/// <summary>What a like, or the end of one, led to.</summary>
/// <param name="Message">The same in words, in the caller's language.</param>
public sealed record LikeChangeView(string Message, bool Liked, int Likes)
{
    /// <summary>What is shown of the state.</summary>
    public static LikeChangeView Of(LikeState state, HttpRequest request) =>
        new(request.Localize(state.Liked ? Messages.Liked : Messages.Unliked), state.Liked, state.Likes);
}

internal static class AuthorView
{
    /// <summary>What is shown of an author: the account as it is now, or the last username of one that is gone.</summary>
    public static ProfileView Of<T>(WithAuthor<T> found, HttpRequest request)
        where T : ForumItem =>
        found.Author is { } author
            ? ProfileView.Of(author, request)
            : new ProfileView(found.Item.AuthorUsername, found.Item.AuthorUsername, ProfilePic: null);
}
