namespace LeRun.Users;

/// <summary>Something that accounts own and that goes with them. Each capability registers its own.</summary>
public interface IOwnedByUsers
{
    /// <summary>
    /// Removes what <paramref name="owner"/> owned up to its removal's cutoff, in bounded steps, and yields what each step
    /// removed. Stopped at any point, another call removes the rest.
    /// </summary>
    IAsyncEnumerable<Removed> RemoveAsync(UserAccount owner, CancellationToken cancellationToken);
}

/// <summary>What a step removed.</summary>
/// <param name="Kind">As the answer names it: <c>records</c>, <c>posts</c> ...</param>
public readonly record struct Removed(string Kind, int Count);
