using System.Text.Json.Serialization;
using LeRun.Identity;
using LeRun.Storage;

namespace LeRun.Sessions;

/// <summary>
/// A device that is signed in. Nothing of it is a secret: a refresh token is signed, not stored, and this item only says which of
/// them is the current one.
/// </summary>
public sealed record Session : CosmosItem
{
    /// <summary>The type of the stored item.</summary>
    public const string ItemType = "session";

    /// <summary>The account: the partition.</summary>
    [JsonPropertyName("userId")]
    public required string AccountId { get; init; }

    /// <summary>The account's username as registered.</summary>
    public required string Username { get; init; }

    /// <summary>The account's token version when the session began: it ends with all tokens of that version.</summary>
    public required int TokenVersion { get; init; }

    /// <summary>How often it was refreshed: the number of the current refresh token.</summary>
    [JsonPropertyName("n")]
    public int Number { get; init; }

    /// <summary>What the app calls the device.</summary>
    public required string DeviceId { get; init; }

    /// <summary>What its user calls it.</summary>
    public required string DeviceName { get; init; }

    /// <summary>What it is, such as <c>ios</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the current tokens were issued.</summary>
    public DateTimeOffset RefreshedAt { get; init; }

    /// <summary>When it ended; null: it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When its refresh token is of no use any more.</summary>
    [JsonIgnore]
    public DateTimeOffset ExpiresAt => RefreshedAt + AuthSettings.RefreshLifetime;

    /// <summary>The username in both of its forms.</summary>
    [JsonIgnore]
    public Username Name => Identity.Username.TryParse(Username, out var name)
        ? name
        : throw new InvalidOperationException("A stored username no longer follows the rules.");
}
