using System.ComponentModel.DataAnnotations;

namespace LeRun.Sessions;

/// <summary>A refresh token to be exchanged for new tokens.</summary>
public sealed record RefreshRequest
{
    /// <summary>The session's refresh token.</summary>
    [Required]
    public string? RefreshToken { get; init; }
}

/// <summary>What to sign out.</summary>
public sealed record LogoutRequest
{
    /// <summary>
    /// Whether all of the account's sessions, and its tokens without one, are to end; by default the caller's own.
    /// </summary>
    public bool? Everywhere { get; init; }
}
