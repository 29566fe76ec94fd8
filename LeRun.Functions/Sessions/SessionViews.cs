using System.Text.Json.Serialization;
using LeRun.Sessions;

namespace LeRun.Functions.Sessions;

/// <summary>A device on which a user is signed in.</summary>
/// <param name="Id">The session's id: opaque.</param>
/// <param name="Device">What its user calls the device.</param>
/// <param name="Platform">What it is.</param>
/// <param name="CreatedAt">The day on which it began.</param>
/// <param name="LastUsedAt">The day on which it last got new tokens.</param>
/// <param name="Current">Whether the request came with its token.</param>
public sealed record SessionView(
    [property: JsonPropertyName("_id")] string Id,
    string Device,
    string Platform,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt,
    bool Current)
{
    /// <summary>Shows a session.</summary>
    public static SessionView Of(Session session, bool isCurrent) => new(
        session.Id, session.DeviceName, session.Platform, DayOf(session.CreatedAt), DayOf(session.RefreshedAt), isCurrent);

    private static DateTimeOffset DayOf(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);
}

/// <summary>New tokens of a session.</summary>
/// <param name="Token">What to send as <c>Authorization: Bearer</c> from now on.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="RefreshToken">What gets the next tokens.</param>
/// <param name="RefreshExpiresAt">When that is of no use any more, if it is not used.</param>
public sealed record SessionTokensView(
    string Token, DateTimeOffset ExpiresAt, string RefreshToken, DateTimeOffset RefreshExpiresAt)
{
    /// <summary>Shows tokens.</summary>
    public static SessionTokensView Of(SessionTokens tokens) =>
        new(tokens.Token.Text, tokens.Token.ExpiresAt, tokens.RefreshToken, tokens.RefreshExpiresAt);
}

/// <summary>What signing out led to.</summary>
/// <param name="Ended">How many sessions ended.</param>
public sealed record LogoutView(int Ended);
