using LeRun.Storage;
using Microsoft.Extensions.Options;

namespace LeRun.Identity;

/// <summary>
/// Whom the setting <c>Auth__Admins</c> makes administrators: whoever has one of the usernames, or, where an entry is
/// <c>name:_id</c>, that account alone.
/// </summary>
public sealed class Administrators(IOptions<AuthSettings> settings)
{
    /// <summary>The entries of the setting.</summary>
    public IReadOnlyList<Administrator> Named { get; } =
        [.. Parse(settings.Value.Admins).Select(entry => entry.Read).OfType<Administrator>()];

    /// <summary>Whether an account is an administrator's.</summary>
    public bool Include(string normalizedUsername, string accountId) =>
        Named.Any(named => named.Is(normalizedUsername, accountId));

    /// <summary>Whether a username is named at all: then it does not become free when its account is deleted.</summary>
    public bool Name(string normalizedUsername) => Named.Any(named => named.NormalizedUsername == normalizedUsername);

    /// <summary>Reads the setting. What no account can be is null.</summary>
    internal static IEnumerable<(string Text, Administrator? Read)> Parse(string setting) =>
        from text in setting.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        select (text, Read(text));

    private static Administrator? Read(string text)
    {
        // No username holds a colon.
        var parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        var accountId = parts.Length == 2 ? parts[1] : null;
        return Username.TryParse(parts[0], out var name) && (accountId is null || IdGenerator.IsId(accountId))
            ? new Administrator(name.Normalized, accountId)
            : null;
    }
}

/// <summary>An entry of the setting <c>Auth__Admins</c>.</summary>
/// <param name="NormalizedUsername">Whose.</param>
/// <param name="AccountId">The only account that it means; null: whichever has the username.</param>
public sealed record Administrator(string NormalizedUsername, string? AccountId)
{
    /// <summary>Whether an account is meant.</summary>
    public bool Is(string normalizedUsername, string accountId) =>
        NormalizedUsername == normalizedUsername && (AccountId ?? accountId) == accountId;
}
