using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Users;

/// <content>What moderators decided about the account.</content>
public sealed partial record UserAccount
{
    // The oldest of those that no longer count go first.
    private const int MaxSanctions = 20;

    /// <summary>The sanctions, the earliest first.</summary>
    public IReadOnlyList<Sanction> Sanctions { get; init => field = value ?? []; } = [];

    /// <summary>Until when the account is suspended, the end of all its suspensions; null: it never was.</summary>
    [JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? SuspendedUntil { get; init; }

    /// <summary>The nickname that is hidden; null: none ever was.</summary>
    public HiddenValue? HiddenNickname { get; init; }

    /// <summary>The hash of the picture that is hidden; null: none ever was.</summary>
    public HiddenValue? HiddenPicture { get; init; }

    /// <summary>The name that others see.</summary>
    [JsonIgnore]
    public string ShownNickname => HiddenNickname?.Hides(Nickname) == true ? Username : Nickname;

    /// <summary>The hash of the picture that others see; null: there is none.</summary>
    [JsonIgnore]
    public string? ShownPicture => Picture is { } picture && HiddenPicture?.Hides(picture.Hash) != true ? picture.Hash : null;

    /// <summary>Whether the account is suspended.</summary>
    public bool IsSuspended(DateTimeOffset now) => SuspendedUntil > now;

    /// <summary>A condition on the stored item <c>c</c>: the account is not suspended.</summary>
    public static string NotSuspended(DateTimeOffset now) =>
        "NOT IS_DEFINED(c.suspendedUntil) OR IS_NULL(c.suspendedUntil)"
        + $" OR c.suspendedUntil <= {SqlLiteral.Of(now.ToUnixTimeMilliseconds())}";

    /// <summary>The account with one more sanction, or another one of the same case; null if that is newer.</summary>
    public UserAccount? With(Sanction sanction, DateTimeOffset now)
    {
        if (Sanctions.Any(known => known.CaseId == sanction.CaseId && known.CaseVersion > sanction.CaseVersion))
            return null;
        var sanctions = Sanctions.Where(known => known.CaseId != sanction.CaseId).Append(sanction).ToList();
        while (sanctions.Count > MaxSanctions)
            sanctions.Remove(sanctions.Find(known => !known.Suspends(now)) ?? sanctions[0]);
        var suspensions = sanctions.Where(known => known.Kind == SanctionKind.Suspension).ToList();
        return this with
        {
            Sanctions = sanctions,
            SuspendedUntil = suspensions.Count == 0 ? null : suspensions.Max(known => known.Until ?? DateTimeOffset.MaxValue),
        };
    }
}
