using LeRun.Storage;
using Microsoft.Extensions.Options;

namespace LeRun.Identity;

/// <summary>
/// Whom the settings <c>Auth__Admins</c> and <c>Auth__Moderators</c> give a role: whoever has one of the usernames, or, where an
/// entry is <c>name:_id</c>, that account alone. Every administrator is a moderator.
/// </summary>
public sealed class Roles(IOptions<AuthSettings> settings)
{
    /// <summary>The entries of <c>Auth__Admins</c>.</summary>
    public IReadOnlyList<RoleHolder> Administrators { get; } = [.. Read(settings.Value.Admins)];

    /// <summary>The entries of <c>Auth__Moderators</c>.</summary>
    public IReadOnlyList<RoleHolder> Moderators { get; } = [.. Read(settings.Value.Moderators)];

    /// <summary>Whether an account is an administrator's.</summary>
    public bool IsAdministrator(string normalizedUsername, string accountId) =>
        Administrators.Any(holder => holder.Is(normalizedUsername, accountId));

    /// <summary>Whether an account is a moderator's; an administrator's is.</summary>
    public bool IsModerator(string normalizedUsername, string accountId) =>
        Administrators.Concat(Moderators).Any(holder => holder.Is(normalizedUsername, accountId));

    /// <summary>
    /// Whether a username is named for any role: then it does not become free when its account is deleted.
    /// </summary>
    public bool Name(string normalizedUsername) =>
        Administrators.Concat(Moderators).Any(holder => holder.NormalizedUsername == normalizedUsername);

    /// <summary>Reads a setting. What no account can be is null.</summary>
    internal static IEnumerable<(string Text, RoleHolder? Read)> Parse(string setting) =>
        from text in setting.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        select (text, ReadEntry(text));

    private static IEnumerable<RoleHolder> Read(string setting) =>
        Parse(setting).Select(entry => entry.Read).OfType<RoleHolder>();

    private static RoleHolder? ReadEntry(string text)
    {
        // No username holds a colon.
        var parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        var accountId = parts.Length == 2 ? parts[1] : null;
        return Username.TryParse(parts[0], out var name) && (accountId is null || IdGenerator.IsId(accountId))
            ? new RoleHolder(name.Normalized, accountId)
            : null;
    }
}

/// <summary>An entry of the settings that give roles.</summary>
/// <param name="NormalizedUsername">Whose.</param>
/// <param name="AccountId">The only account that it means; null: whichever has the username.</param>
public sealed record RoleHolder(string NormalizedUsername, string? AccountId)
{
    /// <summary>Whether an account is meant.</summary>
    public bool Is(string normalizedUsername, string accountId) =>
        NormalizedUsername == normalizedUsername && (AccountId ?? accountId) == accountId;
}
