using LeRun.Storage;

namespace LeRun.Users;

/// <summary>Whoever looks at what people show.</summary>
/// <param name="AccountId">Their account; null: nobody is signed in.</param>
/// <param name="Blocked">
/// The accounts between which and the viewer there is a block, whichever of the two set it: neither sees what the other shows.
/// </param>
public sealed record Viewer(string? AccountId, IReadOnlySet<string> Blocked)
{
    /// <summary>Somebody without an account.</summary>
    public static Viewer Anyone { get; } = new(AccountId: null, new HashSet<string>(StringComparer.Ordinal));

    /// <summary>An account as it sees its own things.</summary>
    public static Viewer Owner(string accountId) => Anyone with { AccountId = accountId };

    /// <summary>Whether the viewer sees what an account shows.</summary>
    public bool Sees(string accountId) => !Blocked.Contains(accountId);

    /// <summary>The same as a condition on a stored item.</summary>
    /// <param name="path">Where the item holds the account id, such as <c>c.authorUid</c>.</param>
    public string Condition(string path) =>
        Blocked.Count == 0 ? "true" : $"NOT ARRAY_CONTAINS([{string.Join(", ", Blocked.Select(SqlLiteral.Of))}], {path})";
}

/// <summary>What accounts must know of blocks, which know accounts.</summary>
public interface IViewers
{
    /// <summary>
    /// An account as a viewer, with the blocks as they were at most 60 s ago. No request where they are in memory, else 1.
    /// </summary>
    /// <param name="accountId">The account; null: nobody is signed in.</param>
    ValueTask<Viewer> OfAsync(string? accountId, CancellationToken cancellationToken);
}
