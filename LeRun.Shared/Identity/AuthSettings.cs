using System.Text;

namespace LeRun.Identity;

/// <summary>Settings <c>Auth__…</c>.</summary>
public sealed class AuthSettings : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Auth";

    /// <summary>What tokens are signed with: at least 32 bytes of UTF-8 text, random.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>The key before a rotation: tokens it signed stay valid until they expire.</summary>
    public string? PreviousSigningKey { get; set; }

    /// <summary>How long a token is valid.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a token of a session is valid: the app gets another one by its refresh token.</summary>
    public TimeSpan SessionTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long after its last use a refresh token is good.</summary>
    internal static readonly TimeSpan RefreshLifetime = TimeSpan.FromDays(60);

    /// <summary>How long after its end a token still uploads the run that began before it.</summary>
    public static readonly TimeSpan EndedTokenAccepted = TimeSpan.FromHours(24);

    /// <summary>For how long ends of an account's tokens matter: until none that was issued before can be of use.</summary>
    internal TimeSpan RevocationsKept => TokenLifetime + EndedTokenAccepted > RefreshLifetime
        ? TokenLifetime + EndedTokenAccepted
        : RefreshLifetime;

    /// <summary>For how long the end of a session matters: until none of its tokens can be of use.</summary>
    internal TimeSpan EndedSessionsKept => SessionTokenLifetime + EndedTokenAccepted;

    /// <summary>
    /// Usernames of administrators, separated by commas; <c>name:_id</c> binds the role to an account. Such a name does not
    /// become free when its account is deleted.
    /// </summary>
    public string Admins { get; set; } = "";

    /// <summary>Usernames of moderators, in the form of <see cref="Admins"/>. Every administrator is one as well.</summary>
    public string Moderators { get; set; } = "";

    /// <summary>The fewest characters of a new password.</summary>
    public int MinPasswordLength { get; set; } = 8;

    /// <summary>PBKDF2 iterations of new password hashes; a login brings an older hash up to them.</summary>
    public int PasswordIterations { get; set; } = MinPasswordIterations;

    /// <summary>The fewest iterations that the settings may ask for.</summary>
    internal const int MinPasswordIterations = 210_000;

    private const int MinKeyBytes = 32;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (!IsKey(SigningKey))
            yield return $"Auth__SigningKey must be a secret of at least {MinKeyBytes} bytes.";
        if (PreviousSigningKey is { Length: > 0 } previous && !IsKey(previous))
            yield return $"Auth__PreviousSigningKey must be a secret of at least {MinKeyBytes} bytes, or be left out.";
        if (TokenLifetime < TimeSpan.FromMinutes(1) || TokenLifetime > TimeSpan.FromDays(90))
            yield return "Auth__TokenLifetime must be from 00:01:00 to 90.00:00:00.";
        if (SessionTokenLifetime < TimeSpan.FromMinutes(1) || SessionTokenLifetime > TimeSpan.FromDays(1))
            yield return "Auth__SessionTokenLifetime must be from 00:01:00 to 1.00:00:00.";
        if (MinPasswordLength is < 1 or > PasswordAttribute.MaxCharacters)
            yield return $"Auth__MinPasswordLength must be from 1 to {PasswordAttribute.MaxCharacters}.";
        if (PasswordIterations < MinPasswordIterations)
            yield return $"Auth__PasswordIterations must be at least {MinPasswordIterations}.";
        foreach (var (setting, names) in new[] { ("Auth__Admins", Admins), ("Auth__Moderators", Moderators) })
        {
            foreach (var (text, _) in Roles.Parse(names).Where(entry => entry.Read is null))
                yield return $"{setting} has '{text}', which is neither a username nor 'username:_id'.";
        }
    }

    // A reference that Azure could not resolve reaches the app as its own text, which anyone can guess.
    private static bool IsKey(string text) =>
        Encoding.UTF8.GetByteCount(text) >= MinKeyBytes
        && !text.StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase);
}
