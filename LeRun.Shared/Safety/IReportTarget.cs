using LeRun.Users;

namespace LeRun.Safety;

/// <summary>
/// One kind of things that can be reported. Each feature whose users show something to others registers its own.
/// </summary>
public interface IReportTarget
{
    /// <summary>What the API calls the kind, such as <c>post</c>.</summary>
    string Kind { get; }

    /// <summary>Whether moderators can remove such a thing; if not, they can hide it.</summary>
    bool CanBeRemoved { get; }

    /// <summary>Finds a thing that a viewer sees, by the id that the API shows; null if there is none.</summary>
    Task<ReportedThing?> FindAsync(Viewer viewer, string id, CancellationToken cancellationToken);

    /// <summary>The thing of a case as it is now, whoever sees it; null if it is gone.</summary>
    Task<ReportedThing?> FindAsync(TargetKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Stores what was decided about a thing, unless a later decision is stored; nothing if it is gone. A repeat changes nothing.
    /// False if others were to see it again, but it is not what was looked at any more: then it stays hidden.
    /// </summary>
    /// <param name="thing">What the case shows: where the decision is about a value, it is about this one.</param>
    Task<bool> MarkAsync(ReportedThing thing, ModerationMark mark, CancellationToken cancellationToken);

    /// <summary>Removes a thing; nothing if it is gone.</summary>
    Task RemoveAsync(ReportedThing thing, CancellationToken cancellationToken);
}

/// <summary>What names a reported thing for good.</summary>
/// <param name="Kind">See <see cref="IReportTarget.Kind"/>.</param>
/// <param name="Id">Its <c>_id</c>.</param>
/// <param name="Locator">Where it is stored, if its id does not tell; null: it does.</param>
public sealed record TargetKey(string Kind, string Id, string? Locator);

/// <summary>A thing as it was when it was looked at.</summary>
/// <param name="Key">Names it.</param>
/// <param name="AuthorId">The account that it is of.</param>
/// <param name="AuthorKey">That account's normalized username.</param>
/// <param name="Author">That account's username.</param>
/// <param name="Version">Changes when what others see of it does.</param>
/// <param name="Snapshot">What others see of it, by the names that the API uses.</param>
public sealed record ReportedThing(
    TargetKey Key, string AuthorId, string AuthorKey, string Author, string Version,
    IReadOnlyDictionary<string, string> Snapshot);
