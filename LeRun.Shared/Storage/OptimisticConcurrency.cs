using LeRun.Localization;

namespace LeRun.Storage;

/// <summary>
/// Repeats a conditional change until it holds. An attempt fails only because another writer's change came first, so however
/// many write at once, one of them gets on with each round.
/// </summary>
internal static class OptimisticConcurrency
{
    /// <summary>The most attempts: more than there are members of a full room, who may all write at once.</summary>
    public const int MaxAttempts = 60;

    /// <summary>Returns the first result; a conflict when every attempt was overtaken.</summary>
    /// <param name="attempt">Reads what it needs afresh and tries once; null: overtaken.</param>
    public static async Task<Result<T>> RetryAsync<T>(Func<Task<Result<T>?>> attempt)
        where T : notnull
    {
        for (var attempts = 0; attempts < MaxAttempts; attempts++)
        {
            if (await attempt() is { } result)
                return result;
        }

        return new Conflict(Messages.TryAgain);
    }

    /// <summary>What an attempt ends with that stored a value, or was overtaken.</summary>
    /// <param name="stored">The value; null: overtaken.</param>
    public static Result<T>? Stored<T>(T? stored)
        where T : class
    {
        if (stored is null)
            return null;
        return stored;
    }
}
