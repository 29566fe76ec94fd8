using System.Text;
using LeRun.Localization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LeRun.Identity;

/// <summary>Hashes and checks passwords (PBKDF2 with HMAC-SHA512), no more at once than there are processors.</summary>
public sealed class Passwords(IOptions<PasswordHasherOptions> hashing, IOptions<AuthSettings> settings)
{
    /// <summary>The most characters of a password, so that hashing has a bound.</summary>
    public const int Longest = 128;

    private static readonly object NoUser = new();

    private readonly PasswordHasher<object> _hasher = new(hashing);

    // Each hash holds a processor for tens of milliseconds: beyond that many, waiting must not hold threads too.
    private readonly SemaphoreSlim _processors = new(Environment.ProcessorCount);

    /// <summary>Notes what is wrong with a new password.</summary>
    public void Check(Validation validation, string? password)
    {
        var least = settings.Value.MinPasswordLength;
        var length = password?.EnumerateRunes().Count() ?? 0;
        var sound = password is not null && !password.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar);
        validation.Require(password is not null, "password", Messages.Required);
        if (password is not null)
            validation.Require(sound && length >= least && length <= Longest, "password", Messages.PasswordRule(least, Longest));
    }

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        OnProcessorAsync(() => _hasher.HashPassword(NoUser, Canonical(password)), cancellationToken);

    /// <summary>Whether <paramref name="password"/> made <paramref name="hash"/>, and whether its parameters are behind today's.</summary>
    public async Task<(bool Right, bool Outdated)> VerifyAsync(string hash, string password, CancellationToken cancellationToken)
    {
        // No password can be that long, and hashing a megabyte would be a favour to an attacker.
        if (password.Length > 2 * Longest || password.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar))
            return (false, false);
        var verdict = await OnProcessorAsync(() => _hasher.VerifyHashedPassword(NoUser, hash, Canonical(password)), cancellationToken);
        return (verdict != PasswordVerificationResult.Failed, verdict == PasswordVerificationResult.SuccessRehashNeeded);
    }

    // One keyboard composes é, another sends e and an accent: the same password (RFC 8265).
    private static string Canonical(string password) => password.Normalize(NormalizationForm.FormC);

    private async Task<T> OnProcessorAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _processors.WaitAsync(cancellationToken);
        try
        {
            return work();
        }
        finally
        {
            _processors.Release();
        }
    }
}
