using System.Text.Json.Serialization;
using LeRun.Identity;
using LeRun.Storage;
using LeRun.Users.Pictures;

namespace LeRun.Users;

/// <summary>
/// An account, or what is left of a deleted one: the item stays a while under the same id, so that tokens of the old
/// account stay dead and the name is not free before everything the account owned is gone.
/// </summary>
public sealed record UserAccount : CosmosItem
{
    public const string UserType = "user";

    /// <summary>Deleted, and what it owned is being erased: the username is not free yet.</summary>
    public const string ErasingType = "removing";

    /// <summary>Deleted, and all it owned is erased: the username is free.</summary>
    public const string ErasedType = "removed";

    /// <summary>The account's <c>_id</c>.</summary>
    [JsonPropertyName("uid")]
    public required string AccountId { get; init; }

    /// <summary>The name as registered; <see cref="CosmosItem.Id"/> is its key.</summary>
    public required string Username { get; init; }

    public required string Nickname { get; init; }

    public PictureVersion? Picture { get; init; }

    public string? PasswordHash { get; init; }

    /// <summary>Tokens of lower versions are dead. Never falls, not even when the name is registered again.</summary>
    public int TokenVersion { get; init; }

    /// <summary>When the token version last rose, in Unix milliseconds; absent before it ever did.</summary>
    public long? RevokedAt { get; init; }

    public LoginFailures? Failures { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public int Version { get; init; }

    /// <summary>How far the erasure of what a deleted account owned has come; null for an account that is not deleted.</summary>
    [JsonPropertyName("removal")]
    public Erasure? Erasure { get; init; }

    /// <summary>The version that writers name. Not Cosmos's own: that one changes with every failed login.</summary>
    [JsonIgnore]
    public string VersionId => ItemVersion.Of(AccountId, Version);

    /// <summary>The account, or null when nobody has the name now.</summary>
    public static UserAccount? Living(UserAccount? stored) => stored?.Type == UserType ? stored : null;

    [JsonIgnore]
    public Username Name => Identity.Username.TryParse(Username, out var name)
        ? name
        : throw new InvalidOperationException("A stored username no longer follows the rules.");
}

/// <summary>Failed logins since the first of a window.</summary>
/// <param name="Count">How many, at most the number that locks.</param>
/// <param name="Until">When the window ends, in Unix milliseconds.</param>
public sealed record LoginFailures(int Count, long Until);
