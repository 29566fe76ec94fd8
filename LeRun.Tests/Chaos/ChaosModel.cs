using System.Collections.Concurrent;

namespace LeRun.Tests.Chaos;

/// <summary>What phones were told. What they were not told may or may not have happened.</summary>
internal sealed class ChaosModel
{
    /// <summary>Posts by id; their author.</summary>
    public ConcurrentDictionary<string, string> Posts { get; } = new(StringComparer.Ordinal);

    /// <summary>Comments by id; their post and author.</summary>
    public ConcurrentDictionary<string, (string Post, string Author)> Comments { get; } = new(StringComparer.Ordinal);

    /// <summary>Posts and comments that somebody tried to delete, and whether they were told that it is done.</summary>
    public ConcurrentDictionary<string, bool> Deletions { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a user likes a post; null: unknown.</summary>
    public ConcurrentDictionary<(string User, string Post), bool?> Likes { get; } = new();

    /// <summary>Whether a user is in a room; null: unknown.</summary>
    public ConcurrentDictionary<(string User, int RunID), bool?> Members { get; } = new();

    /// <summary>Starts of the runs that users stored.</summary>
    public ConcurrentDictionary<(string User, string Start), string> Records { get; } = new();

    /// <summary>Users whose account is deleted.</summary>
    public ConcurrentDictionary<string, bool> Gone { get; } = new(StringComparer.Ordinal);

    /// <summary>Responses that no request may get.</summary>
    public ConcurrentBag<string> Wrong { get; } = [];

    /// <summary>Whether a post or comment must be there.</summary>
    public bool MustExist(string id, string author) => !Deletions.ContainsKey(id) && !Gone.ContainsKey(author);

    /// <summary>Whether a post or comment must not be there.</summary>
    public bool MustBeGone(string id, string author) =>
        Deletions.GetValueOrDefault(id) || (Gone.TryGetValue(author, out var done) && done);
}
