using System.Text;
using Microsoft.Extensions.Options;

namespace LeRun.Identity;

/// <summary>Settings <c>Auth__…</c>.</summary>
public sealed class AuthSettings
{
    public const string Section = "Auth";

    /// <summary>What tokens are signed with: at least 32 bytes of UTF-8 text, random.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>The key before a rotation: tokens it signed stay valid until they expire.</summary>
    public string? PreviousSigningKey { get; set; }

    /// <summary>How long a token is valid.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Usernames of administrators, separated by commas.</summary>
    public string Admins { get; set; } = "";

    /// <summary>The fewest characters of a new password.</summary>
    public int MinPasswordLength { get; set; } = 8;

    /// <summary>PBKDF2 iterations of new password hashes; a login brings an older hash up to them.</summary>
    public int PasswordIterations { get; set; } = LeastPasswordIterations;

    internal const int LeastPasswordIterations = 210_000;

    internal sealed class Validator : IValidateOptions<AuthSettings>
    {
        private const int LeastKeyBytes = 32;

        public ValidateOptionsResult Validate(string? name, AuthSettings options)
        {
            var problems = new List<string>();
            if (Encoding.UTF8.GetByteCount(options.SigningKey) < LeastKeyBytes)
                problems.Add($"Auth__SigningKey must have at least {LeastKeyBytes} bytes.");
            if (options.PreviousSigningKey is { Length: > 0 } previous && Encoding.UTF8.GetByteCount(previous) < LeastKeyBytes)
                problems.Add($"Auth__PreviousSigningKey must have at least {LeastKeyBytes} bytes, or be left out.");
            if (options.TokenLifetime < TimeSpan.FromMinutes(1) || options.TokenLifetime > TimeSpan.FromDays(90))
                problems.Add("Auth__TokenLifetime must be from 00:01:00 to 90.00:00:00.");
            if (options.MinPasswordLength is < 1 or > Passwords.Longest)
                problems.Add($"Auth__MinPasswordLength must be from 1 to {Passwords.Longest}.");
            if (options.PasswordIterations < LeastPasswordIterations)
                problems.Add($"Auth__PasswordIterations must be at least {LeastPasswordIterations}.");
            foreach (var admin in Names(options.Admins).Where(admin => !Username.TryParse(admin, out _)))
                problems.Add($"Auth__Admins has '{admin}', which no user can be called.");
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }

    internal static string[] Names(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
