using System.Text;
using LeRun.Localization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LeRun.Identity;

/// <summary>
/// Hashes and verifies passwords (PBKDF2 with HMAC-SHA512). Each call waits its turn in <see cref="HashTurns"/>,
/// and fails as it does.
/// </summary>
public sealed class PasswordHasher(IOptions<PasswordHasherOptions> options, HashTurns queue)
{
    private static readonly object NoUser = new();

    private readonly PasswordHasher<object> _hasher = new(options);

    /// <summary>Hashes the password of an account with today's parameters; of a new one if the account is null.</summary>
    public Task<Result<string>> HashAsync(string password, string? accountId, CancellationToken cancellationToken) =>
        queue.RunAsync(
            () => _hasher.HashPassword(NoUser, Normalize(password)),
            accountId is null ? HashUse.Registration : HashUse.NewPassword,
            accountId,
            cancellationToken);

    /// <summary>
    /// Compares a password with an account's hash; <c>SuccessRehashNeeded</c> if the hash has older parameters than today's.
    /// </summary>
    public async Task<Result<PasswordVerificationResult>> VerifyAsync(
        string hash, string password, string accountId, CancellationToken cancellationToken)
    {
        // No password can be that long, and hashing a megabyte would be a favour to an attacker.
        if (password.Length > 2 * PasswordAttribute.MaxCharacters || !TextRules.IsWellFormed(password))
            return PasswordVerificationResult.Failed;
        return await queue.RunAsync(
            () => _hasher.VerifyHashedPassword(NoUser, hash, Normalize(password)), HashUse.Login, accountId, cancellationToken);
    }

    // One keyboard composes é, another sends e and an accent: the same password (RFC 8265).
    private static string Normalize(string password) => password.Normalize(NormalizationForm.FormC);
}

/// <summary>
/// A new password, not so long that hashing it takes long. The fewest characters are a setting, which services check.
/// </summary>
public sealed class PasswordAttribute() : TextRuleAttribute(0, MaxCharacters)
{
    /// <summary>The most characters of a password.</summary>
    public const int MaxCharacters = 128;

    /// <inheritdoc/>
    public override LocalizedMessage Rule => Messages.PasswordTooLong(MaxLength);

    /// <inheritdoc/>
    protected override bool Holds(string text) => TextRules.IsWellFormed(text, MaxLength);
}
