using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Safety;

/// <summary>What accounts show of themselves, as things that can be reported: by username or <c>_id</c>.</summary>
public abstract class AccountTarget(UserStore users) : IReportTarget
{
    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <inheritdoc/>
    public abstract bool CanBeRemoved { get; }

    /// <summary>Gives access to accounts.</summary>
    protected UserStore Users { get; } = users;

    /// <inheritdoc/>
    public async Task<ReportedThing?> FindAsync(Viewer viewer, string id, CancellationToken cancellationToken)
    {
        var user = IdGenerator.IsId(id) ? await Users.FindByAccountIdAsync(id, cancellationToken) : null;
        if (user is null && Identity.Username.TryParse(id, out var name))
            user = await Users.FindActiveAsync(name.Normalized, cancellationToken);
        return user is not null && viewer.Sees(user.AccountId) ? Of(user, isReport: true) : null;
    }

    /// <inheritdoc/>
    public async Task<ReportedThing?> FindAsync(TargetKey key, CancellationToken cancellationToken) =>
        await FindUserAsync(key, cancellationToken) is { } user ? Of(user, isReport: false) : null;

    /// <inheritdoc/>
    public async Task<bool> MarkAsync(ReportedThing thing, ModerationMark mark, CancellationToken cancellationToken)
    {
        await ChangeAsync(thing, user => Mark(user, new HiddenValue(mark, thing.Version)), cancellationToken);
        // It is this very value that is hidden or shown.
        return true;
    }

    /// <inheritdoc/>
    public abstract Task RemoveAsync(ReportedThing thing, CancellationToken cancellationToken);

    /// <summary>The thing of an account; null if it has none.</summary>
    /// <param name="isReport">Whether what is hidden cannot be seen.</param>
    protected abstract ReportedThing? Of(UserAccount user, bool isReport);

    /// <summary>The account with a value hidden or shown; null if a later decision is stored.</summary>
    protected abstract UserAccount? Mark(UserAccount user, HiddenValue value);

    /// <summary>Changes an account, whoever else changes it at the same time.</summary>
    /// <param name="change">Returns null where nothing is to change.</param>
    protected Task ChangeAsync(
        ReportedThing thing, Func<UserAccount, UserAccount?> change, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<ReportedThing>(async () =>
        {
            if (await FindUserAsync(thing.Key, cancellationToken) is not { } user || change(user) is not { } changed)
                return thing;
            return OptimisticConcurrency.Stored(await Users.TryReplaceAsync(changed, cancellationToken) is null ? null : thing);
        });

    private async Task<UserAccount?> FindUserAsync(TargetKey key, CancellationToken cancellationToken) =>
        await Users.FindLatestAsync(key.Locator!, cancellationToken) is { } user && user.AccountId == key.Id ? user : null;
}

/// <summary>A user: what is seen of them is the nickname. Hidden, it shows as the username.</summary>
public sealed class UserTarget(UserStore users) : AccountTarget(users)
{
    /// <inheritdoc/>
    public override string Kind => "user";

    /// <inheritdoc/>
    public override bool CanBeRemoved => false;

    /// <inheritdoc/>
    public override Task RemoveAsync(ReportedThing thing, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override ReportedThing? Of(UserAccount user, bool isReport)
    {
        var snapshot = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["username"] = user.Username,
            ["nickname"] = user.Nickname,
        };
        return new ReportedThing(
            new TargetKey(Kind, user.AccountId, user.Id), user.AccountId, user.Id, user.Username, user.Nickname, snapshot);
    }

    /// <inheritdoc/>
    protected override UserAccount? Mark(UserAccount user, HiddenValue value) =>
        value.Mark.Replaces(user.HiddenNickname?.Mark) ? user with { HiddenNickname = value } : null;
}

/// <summary>A profile picture.</summary>
public sealed class PictureTarget(UserStore users) : AccountTarget(users)
{
    /// <inheritdoc/>
    public override string Kind => "picture";

    /// <inheritdoc/>
    public override bool CanBeRemoved => true;

    /// <inheritdoc/>
    public override Task RemoveAsync(ReportedThing thing, CancellationToken cancellationToken) =>
        // The picture itself goes with the next cleanup of pictures that no account points at.
        ChangeAsync(thing, user => user.Picture?.Hash == thing.Version ? user with { Picture = null } : null, cancellationToken);

    /// <inheritdoc/>
    protected override ReportedThing? Of(UserAccount user, bool isReport)
    {
        if ((isReport ? user.ShownPicture : user.Picture?.Hash) is not { } hash)
            return null;
        var snapshot = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["username"] = user.Username,
            ["picture"] = hash,
        };
        return new ReportedThing(
            new TargetKey(Kind, user.AccountId, user.Id), user.AccountId, user.Id, user.Username, hash, snapshot);
    }

    /// <inheritdoc/>
    protected override UserAccount? Mark(UserAccount user, HiddenValue value) =>
        value.Mark.Replaces(user.HiddenPicture?.Mark) ? user with { HiddenPicture = value } : null;
}
