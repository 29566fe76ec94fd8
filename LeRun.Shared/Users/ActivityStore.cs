using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Users;

/// <summary>
/// Counts what an account does, in its item of container <c>users</c>: so a count survives a restart and holds on every
/// instance. Costs are in Cosmos requests.
/// </summary>
public sealed class ActivityStore(Database database, UserStore users, TimeProvider clock)
{
    private readonly Container _container = database.GetContainer(UserStore.ContainerName);

    /// <summary>Raised with each account in which this instance counted something, as it is then.</summary>
    public event Action<UserAccount>? Changed;

    /// <summary>
    /// Counts a wrong room password exactly, whoever else counts at the same time. 1 request; 2 more for each write of the
    /// account that comes between.
    /// </summary>
    /// <param name="user">The account as it was read.</param>
    /// <returns>The account as it is then; TooManyAttempts if it is locked out, Unauthorized if it is gone.</returns>
    public Task<Result<UserAccount>> RecordWrongRoomPasswordAsync(UserAccount user, CancellationToken cancellationToken)
    {
        UserAccount? current = user;
        return OptimisticConcurrency.RetryAsync<UserAccount>(async () =>
        {
            current ??= await users.FindActiveAsync(user.Id, cancellationToken);
            if (current is null || current.AccountId != user.AccountId)
                return new Unauthorized(Messages.SignInFirst);
            var now = clock.GetUtcNowMilliseconds();
            if (current.WrongRoomPasswords?.LockedFor(WrongRoomPasswords.Max, now) is { } wait)
                return new TooManyAttempts(Messages.RoomsLockout, wait);

            var (condition, operation) = current.WrongRoomPasswords is { } known && known.IsOpen(now)
                ? ($"c.wrongRoomPasswords.until = {SqlLiteral.Of(known.Until.ToUnixTimeMilliseconds())}"
                    + $" AND c.wrongRoomPasswords.count < {SqlLiteral.Of(WrongRoomPasswords.Max)}",
                    PatchOperation.Increment("/wrongRoomPasswords/count", 1))
                : ("NOT IS_DEFINED(c.wrongRoomPasswords)"
                    + $" OR c.wrongRoomPasswords.until <= {SqlLiteral.Of(now.ToUnixTimeMilliseconds())}",
                    PatchOperation.Set("/wrongRoomPasswords", new ActivityWindow(1, now + WrongRoomPasswords.Window)));
            current = await TryPatchAsync(user.Id, user.AccountId, condition, [operation], cancellationToken);
            if (current is not null)
                return current;
            return null;
        });
    }

    /// <summary>
    /// Counts what an account is about to do; null if the account is gone, did it too often, is in too many rooms, made
    /// something under the same key, or has another window than <paramref name="known"/>. 1 request.
    /// </summary>
    /// <param name="known">The latest window; null: there is none.</param>
    /// <param name="counted">The open rooms, where they were counted; null: those that the account knows of.</param>
    /// <param name="etag">The Cosmos version that the account must have; null: any.</param>
    public Task<UserAccount?> TryCountAsync(
        Caller caller, ActivityCount count, ActivityWindow? known, OpenRooms? counted, string? etag,
        CancellationToken cancellationToken)
    {
        List<string> conditions = ["true"];
        List<PatchOperation> operations = [];
        var (window, last) = PathsOf(count.Activity);
        if (count.Max > 0)
        {
            var isOpen = known?.IsOpen(count.Now) == true;
            conditions.Add(isOpen
                ? $"c.{window}.until = {Milliseconds(known!.Until)} AND (c.{window}.count < {SqlLiteral.Of(count.MaxOnFirstDay)}"
                    + $" OR (c.{window}.count < {SqlLiteral.Of(count.Max)}"
                    + $" AND c.createdAt <= {SqlLiteral.Of(count.FirstDayBegan)}))"
                : $"NOT IS_DEFINED(c.{window}) OR c.{window}.until <= {Milliseconds(count.Now)}");
            operations.Add(isOpen
                ? PatchOperation.Increment($"/{window}/count", 1)
                : PatchOperation.Set($"/{window}", new ActivityWindow(1, count.Now + count.Window)));
        }

        if (count.Made is { } made)
        {
            conditions.Add($"NOT IS_DEFINED(c.{last}) OR c.{last}.key != {SqlLiteral.Of(made.Key)}");
            operations.Add(PatchOperation.Set($"/{last}", made));
        }

        AddPlace("openRoomsAsHost", count.MaxAsHost, counted?.AsHost);
        AddPlace("openRoomsAsMember", count.MaxAsMember, counted?.AsMember);
        var condition = string.Join(" AND ", conditions.Select(each => $"({each})"));
        return TryPatchAsync(caller.Username.Normalized, caller.AccountId, condition, operations, cancellationToken, etag);

        void AddPlace(string path, int max, int? known)
        {
            if (max == 0)
                return;
            if (known is null)
                conditions.Add($"NOT IS_DEFINED(c.{path}) OR c.{path} < {SqlLiteral.Of(max)}");
            operations.Add(
                known is { } exact ? PatchOperation.Set($"/{path}", exact + 1) : PatchOperation.Increment($"/{path}", 1));
        }
    }

    private static (string Window, string Last) PathsOf(Activity activity) => activity switch
    {
        Activity.OpenRoom => ("roomsOpened", "lastRoom"),
        Activity.Post => ("postsPublished", "lastPost"),
        Activity.Comment => ("commentsWritten", "lastComment"),
        Activity.Report => ("reportsSent", ""),
        _ => ("", ""),
    };

    private static string Milliseconds(DateTimeOffset time) => SqlLiteral.Of(time.ToUnixTimeMilliseconds());

    // Null if there is no such active account or the condition is false.
    private async Task<UserAccount?> TryPatchAsync(
        string normalizedUsername, string accountId, string condition, IReadOnlyList<PatchOperation> operations,
        CancellationToken cancellationToken, string? etag = null)
    {
        var changed = await _container.TryPatchAsync<UserAccount>(
            normalizedUsername,
            normalizedUsername,
            $"c.type = {SqlLiteral.Of(UserAccount.UserType)} AND c.uid = {SqlLiteral.Of(accountId)} AND ({condition})",
            operations,
            cancellationToken,
            etag);
        if (changed is not null)
            Changed?.Invoke(changed);
        return changed;
    }
}
