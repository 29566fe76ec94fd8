using System.ComponentModel.DataAnnotations;
using LeRun.Identity;

namespace LeRun.Forum;

/// <summary>A new post.</summary>
public sealed record CreatePostRequest : IUserRequest
{
    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>The title.</summary>
    [Required, Multiline(Post.MaxTitleLength)]
    public string? Title { get; init => field = TextRules.WithLineFeeds(value); }

    /// <summary>The text.</summary>
    [Required, Multiline(Post.MaxContentLength)]
    public string? Content { get; init => field = TextRules.WithLineFeeds(value); }
}

/// <summary>A change of a post. What is left out stays as it is.</summary>
public sealed record UpdatePostRequest : IUserRequest
{
    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>The new title; null leaves it.</summary>
    [Multiline(Post.MaxTitleLength)]
    public string? Title { get; init => field = TextRules.WithLineFeeds(value); }

    /// <summary>The new text; null leaves it.</summary>
    [Multiline(Post.MaxContentLength)]
    public string? Content { get; init => field = TextRules.WithLineFeeds(value); }
}

/// <summary>A new comment.</summary>
public sealed record CommentRequest : IUserRequest
{
    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>The text.</summary>
    [Required, Multiline(Comment.MaxContentLength)]
    public string? Content { get; init => field = TextRules.WithLineFeeds(value); }
}

/// <summary>A like, or the end of one.</summary>
public sealed record LikeRequest : IUserRequest
{
    /// <inheritdoc/>
    public string? Username { get; init; }
}
