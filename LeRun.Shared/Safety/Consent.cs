using System.ComponentModel.DataAnnotations;
using LeRun.Identity;
using LeRun.Storage;

namespace LeRun.Safety;

/// <summary>To what an account consented: one item in the account's partition of container <c>social</c>.</summary>
public sealed record ConsentList : CosmosItem
{
    /// <summary>The type of the stored item, and its id.</summary>
    public const string ItemType = "consents";

    /// <summary>The most consents that are kept of a kind; the oldest of them go first.</summary>
    public const int MaxOfKind = 20;

    /// <summary>The partition: the account that consented.</summary>
    public required string UserId { get; init; }

    /// <summary>The consents, the earliest first; the last one of a kind is the one that counts.</summary>
    public IReadOnlyList<Consent> Consents { get; init => field = value ?? []; } = [];

    /// <summary>The list of an account that never consented to anything.</summary>
    public static ConsentList None(string userId) => new() { Id = ItemType, Type = ItemType, UserId = userId };

    /// <summary>The consent of a kind that counts; null: there is none.</summary>
    /// <param name="kind">One of <see cref="ConsentKind"/>.</param>
    public Consent? LatestOf(string kind) => Consents.LastOrDefault(consent => consent.Kind == kind);

    /// <summary>The list with one more consent.</summary>
    public ConsentList With(Consent consent)
    {
        var ofKind = Consents.Where(known => known.Kind == consent.Kind).ToList();
        var kept = ofKind.Count < MaxOfKind ? Consents : Consents.Except(ofKind[..(ofKind.Count - MaxOfKind + 1)]);
        return this with { Consents = [.. kept, consent] };
    }
}

/// <summary>That a user consented to a text.</summary>
/// <param name="Id">Sorts by the time of the consent.</param>
/// <param name="Kind">One of <see cref="ConsentKind"/>.</param>
/// <param name="Version">The version of the text.</param>
/// <param name="At">When, by the server.</param>
public sealed record Consent(string Id, string Kind, string Version, DateTimeOffset At);

/// <summary>The texts that users consent to.</summary>
public static class ConsentKind
{
    /// <summary>The terms of use.</summary>
    public const string Terms = "terms";

    /// <summary>The privacy policy.</summary>
    public const string Privacy = "privacy";

    /// <summary>The notice about positions.</summary>
    public const string Location = "location";
}

/// <summary>A user's consent to a text.</summary>
public sealed record ConsentRequest : IUserRequest
{
    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>Which text.</summary>
    [Required, AllowedValues(ConsentKind.Terms, ConsentKind.Privacy, ConsentKind.Location)]
    public string? Kind { get; init; }

    /// <summary>The version that the user read: the current one.</summary>
    [Required]
    public string? Version { get; init; }
}
