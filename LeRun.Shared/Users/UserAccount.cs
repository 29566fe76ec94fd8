using System.Text.Json.Serialization;
using LeRun.Identity;
using LeRun.Storage;

namespace LeRun.Users;

/// <summary>
/// An account, or what is left of a deleted one: the item stays a while under the same id, so that tokens of the old
/// account stay dead and the name is not free before everything the account owned is gone. The item's id is the normalized
/// username.
/// </summary>
public sealed partial record UserAccount : CosmosItem
{
    /// <summary>An active account.</summary>
    public const string UserType = "user";

    /// <summary>Deleted, and what it owned is being erased: the username is not free yet.</summary>
    public const string ErasingType = "removing";

    /// <summary>Deleted, and all it owned is erased: the username is free, once no further look is due.</summary>
    public const string ErasedType = "removed";

    /// <summary>The account's <c>_id</c>.</summary>
    [JsonPropertyName("uid")]
    public required string AccountId { get; init; }

    /// <summary>The username as registered.</summary>
    public required string Username { get; init; }

    /// <summary>The name that others see.</summary>
    public required string Nickname { get; init; }

    /// <summary>The profile picture; null: none.</summary>
    public PictureVersion? Picture { get; init; }

    /// <summary>The password's hash; null once the account is deleted.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Tokens of lower versions are dead. Never falls, not even when the name is registered again.</summary>
    public int TokenVersion { get; init; }

    /// <summary>When the token version last rose; null: it never did.</summary>
    [JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Failed logins of the latest window; null: there never were any.</summary>
    [JsonPropertyName("failures")]
    public FailedLogins? FailedLogins { get; init; }

    /// <summary>Wrong room passwords of the latest window, over all rooms; null: there never were any.</summary>
    public ActivityWindow? WrongRoomPasswords { get; init; }

    /// <summary>Rooms opened in the latest window; null: there never were any.</summary>
    public ActivityWindow? RoomsOpened { get; init; }

    /// <summary>Posts published in the latest window; null: there never were any.</summary>
    public ActivityWindow? PostsPublished { get; init; }

    /// <summary>Reports sent in the latest window; null: there never were any.</summary>
    public ActivityWindow? ReportsSent { get; init; }

    /// <summary>Comments written in the latest window; null: there never were any.</summary>
    public ActivityWindow? CommentsWritten { get; init; }

    /// <summary>The last room, post and comment that were made under an idempotency key; null: there are none.</summary>
    public LastMade? LastRoom { get; init; }

    /// <inheritdoc cref="LastRoom"/>
    public LastMade? LastPost { get; init; }

    /// <inheritdoc cref="LastRoom"/>
    public LastMade? LastComment { get; init; }

    /// <summary>At least as many as the open rooms that the account opened: <see cref="ActivityLimits"/>.</summary>
    public int OpenRoomsAsHost { get; init; }

    /// <summary>At least as many as the open rooms that the account is in.</summary>
    public int OpenRoomsAsMember { get; init; }

    /// <summary>The hashes of the recovery codes that are left.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; init => field = value ?? []; } = [];

    /// <summary>Why nobody can sign in to the account; null: whoever knows its password can.</summary>
    public AccountLock? Lock { get; init; }

    /// <summary>The exports of its data that were begun within the last day or so, the oldest first.</summary>
    public IReadOnlyList<ExportTicket> Exports { get; init => field = value ?? []; } = [];

    /// <summary>When the account was registered.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its user last changed it.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How often its user changed it.</summary>
    public int Version { get; init; }

    /// <summary>How far the erasure of what a deleted account owned has come; null for an account that is not deleted.</summary>
    [JsonPropertyName("removal")]
    public Erasure? Erasure { get; init; }

    /// <summary>The version that writers name. Not Cosmos's own: that one changes with every failed login.</summary>
    [JsonIgnore]
    public string VersionId => ItemVersion.Of(AccountId, Version);

    /// <summary>How often the account did something of late; null: never, or it is not counted.</summary>
    public ActivityWindow? WindowOf(Activity activity) => activity switch
    {
        Activity.OpenRoom => RoomsOpened,
        Activity.Post => PostsPublished,
        Activity.Comment => CommentsWritten,
        Activity.Report => ReportsSent,
        _ => null,
    };

    /// <summary>What the account last made under an idempotency key; null: nothing.</summary>
    public LastMade? LastMadeBy(Activity activity) => activity switch
    {
        Activity.OpenRoom => LastRoom,
        Activity.Post => LastPost,
        Activity.Comment => LastComment,
        _ => null,
    };

    /// <summary>The account without any count of what its user did.</summary>
    public UserAccount WithoutActivity() => this with
    {
        FailedLogins = null,
        WrongRoomPasswords = null,
        RoomsOpened = null,
        PostsPublished = null,
        CommentsWritten = null,
        ReportsSent = null,
        LastRoom = null,
        LastPost = null,
        LastComment = null,
        OpenRoomsAsHost = 0,
        OpenRoomsAsMember = 0,
        Exports = [],
        RecoveryCodes = [],
    };

    /// <summary>Whether somebody has this account now: it was not deleted.</summary>
    [JsonIgnore]
    public bool IsActive => Type == UserType;

    /// <summary>Whether the username may be registered again: nobody has it, and no data of its last owner can turn up.</summary>
    [JsonIgnore]
    public bool IsNameFree => Type == ErasedType && Erasure?.ResumeAt is null;

    /// <summary>The username in both of its forms.</summary>
    [JsonIgnore]
    public Username Name => Identity.Username.TryParse(Username, out var name)
        ? name
        : throw new InvalidOperationException("A stored username no longer follows the rules.");
}

/// <summary>An administrator's lock of an account.</summary>
/// <param name="At">When it was locked.</param>
/// <param name="ByAccountId">The administrator's account.</param>
/// <param name="Reason">What the administrator noted; null: nothing.</param>
public sealed record AccountLock(DateTimeOffset At, string ByAccountId, string? Reason);

/// <summary>An export of an account's data.</summary>
/// <param name="Id">Tells it from others.</param>
/// <param name="BegunAt">When it was begun.</param>
/// <param name="NextPart">The only part of it that may be had, from 0.</param>
/// <param name="UsedBy">Tells the request that had the part before; null: there was none.</param>
public sealed record ExportTicket(string Id, DateTimeOffset BegunAt, int NextPart, string? UsedBy);

/// <summary>What an account holds to point at its picture.</summary>
/// <param name="Hash">SHA-256 of the bytes, lower-case hex: names the blob, versions the URL, and is the ETag to serve.</param>
/// <param name="BlobETag">
/// The blob's version when the account came to point at it; a delete names it, so that it cannot take away what was uploaded
/// again since.
/// </param>
public sealed record PictureVersion(string Hash, string BlobETag);

/// <summary>Failed logins within one window. The most that are allowed lock the username until the window ends.</summary>
/// <param name="Count">How many, at most <see cref="Max"/>.</param>
/// <param name="Until">When the window ends.</param>
public sealed record FailedLogins(int Count, [property: JsonConverter(typeof(UnixMilliseconds))] DateTimeOffset Until)
{
    /// <summary>The number that locks.</summary>
    public const int Max = 10;

    /// <summary>The time from the first failed login to the end of its window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>How long the username is still locked; null: it is not.</summary>
    public TimeSpan? LockedFor(DateTimeOffset now) => Count >= Max && Until > now ? Until - now : null;
}
