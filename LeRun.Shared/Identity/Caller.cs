namespace LeRun.Identity;

/// <summary>Whoever a valid access token says is calling.</summary>
/// <param name="Username">The account's name.</param>
/// <param name="AccountId">The account's <c>_id</c>: another account that later takes the name has another one.</param>
/// <param name="TokenVersion">
/// The version of the token. An account whose version is higher has ended the token.
/// </param>
/// <param name="IsAdmin">The token carries role admin and the settings still name its user.</param>
/// <param name="IsModerator">The same for the role moderator; every administrator is one.</param>
public sealed record Caller(Username Username, string AccountId, int TokenVersion, bool IsAdmin, bool IsModerator)
{
    /// <summary>The session that the token belongs to; null: it belongs to none.</summary>
    public string? SessionId { get; init; }

    /// <summary>When the token ended: only uploads of a run that began before take it. Null: it is valid.</summary>
    public DateTimeOffset? TokenEndedAt { get; init; }

    /// <summary>Whether the token may upload a run that began then: an ended one outlives its end only for that.</summary>
    public bool MayUpload(DateTimeOffset start) => TokenEndedAt is not { } ended || start < ended;

    /// <summary>Whether a text names the caller.</summary>
    public bool IsNamed(string? username) => Username.TryParse(username, out var name) && name == Username;
}

/// <summary>A request that may name the user it speaks for.</summary>
public interface IUserRequest
{
    /// <summary>The user it speaks for; left out, the caller.</summary>
    string? Username { get; }
}
