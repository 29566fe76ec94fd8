using System.Text.Json.Serialization;
using LeRun.Forum;
using LeRun.Functions.Users;
using LeRun.Localization;

namespace LeRun.Functions.Forum;

/// <summary>A post, with its author as they are now.</summary>
/// <param name="Id">The post's id: opaque; sorts by creation.</param>
/// <param name="Title">The title.</param>
/// <param name="Content">The text.</param>
/// <param name="Username">The author.</param>
/// <param name="Nickname">The name that others see.</param>
/// <param name="ProfilePic">The URL of the author's picture; null without one.</param>
/// <param name="Likes">How many like it.</param>
/// <param name="Comments">How many comments it has.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="Version">0 at creation, one more at each change.</param>
/// <param name="Hidden">True if only its author sees it; else left out.</param>
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
    [property: JsonPropertyName("__v")] int Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Hidden)
{
    /// <summary>What is shown of a post.</summary>
    public static PostView Of(WithAuthor<Post> found, HttpRequest request)
    {
        var (post, author) = (found.Item, AuthorView.Of(found, request));
        return new PostView(
            post.Id, post.Title, post.Content, author.Username, author.Nickname, author.ProfilePic, post.Likes, post.Comments,
            post.CreatedAt, post.UpdatedAt, post.Version, post.IsHidden ? true : null);
    }
}

/// <summary>A comment, with its author as they are now.</summary>
/// <param name="Id">The comment's id: opaque; sorts by creation.</param>
/// <param name="PostId">The id of the post.</param>
/// <param name="Content">The text.</param>
/// <param name="Username">The author.</param>
/// <param name="Nickname">The name that others see.</param>
/// <param name="ProfilePic">The URL of the author's picture; null without one.</param>
/// <param name="Likes">How many like it.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="Version">0 at creation, one more at each change.</param>
/// <param name="Hidden">True if only its author sees it; else left out.</param>
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
    [property: JsonPropertyName("__v")] int Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Hidden)
{
    /// <summary>What is shown of a comment.</summary>
    public static CommentView Of(WithAuthor<Comment> found, HttpRequest request)
    {
        var (comment, author) = (found.Item, AuthorView.Of(found, request));
        return new CommentView(
            comment.Id, comment.PostId, comment.Content, author.Username, author.Nickname, author.ProfilePic, comment.Likes,
            comment.CreatedAt, comment.UpdatedAt, comment.Version, comment.IsHidden ? true : null);
    }
}

/// <summary>Whether the caller likes a post, and how many do.</summary>
/// <param name="Liked">Whether the caller likes it.</param>
/// <param name="Likes">How many like it.</param>
public sealed record LikedView(bool Liked, int Likes)
{
    /// <summary>What is shown of the state.</summary>
    public static LikedView Of(LikeState state) => new(state.Liked, state.Likes);
}

/// <summary>What liking, or taking a like back, led to.</summary>
/// <param name="Message">A message for the user.</param>
/// <param name="Liked">Whether the caller likes it now.</param>
/// <param name="Likes">How many like it.</param>
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
