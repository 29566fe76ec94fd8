using LeRun.Storage;

namespace LeRun.Forum;

/// <summary>Ids of comments: <c>{postId}-{suffix}</c>, so that a comment's id names its partition. They sort by creation within a post.</summary>
public static class CommentId
{
    private const char Separator = '-';

    public static string Make(string postId, string suffix) => $"{postId}{Separator}{suffix}";

    /// <summary>The post of a comment; false for anything that no comment could have as its id.</summary>
    public static bool TryGetPost(string commentId, out string postId)
    {
        var at = commentId.IndexOf(Separator, StringComparison.Ordinal);
        postId = at < 0 ? "" : commentId[..at];
        return IdGenerator.IsId(postId) && IdGenerator.IsId(commentId[(at + 1)..]);
    }
}
