using System.Security.Cryptography;
using System.Text;

namespace LeRun.Users;

/// <summary>
/// Recovery codes: <c>XXXX-XXXX-XXXX-XXXX</c>, 80 random bits each, in digits and letters that nobody mistakes for others
/// (Crockford's base 32). So many bits cannot be guessed from a hash, however fast it is.
/// </summary>
internal static class RecoveryCodes
{
    /// <summary>How many an account has.</summary>
    public const int Count = 8;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 16;
    private const int Group = 4;

    /// <summary>Makes a code.</summary>
    public static string Make() =>
        string.Join('-', RandomNumberGenerator.GetString(Alphabet, Length).Chunk(Group).Select(group => new string(group)));

    /// <summary>The hash under which an account holds a code, in any spelling of it.</summary>
    public static string HashOf(string accountId, string code)
    {
        var spelled = code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)
            .Select(letter => letter switch { 'O' => '0', 'I' or 'L' => '1', _ => letter });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{accountId}:{string.Concat(spelled)}")));
    }

    /// <summary>The hash of a code that an account holds; null if it does not hold it.</summary>
    public static string? Find(UserAccount user, string code)
    {
        var hash = HashOf(user.AccountId, code);
        return user.RecoveryCodes.Contains(hash, StringComparer.Ordinal) ? hash : null;
    }
}
