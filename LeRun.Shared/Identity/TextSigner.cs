using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace LeRun.Identity;

/// <summary>
/// Signs texts that callers carry and bring back (HMAC-SHA256), so that nothing usable need be stored. Each purpose has a key of
/// its own, made from the signing key of the settings; what the previous signing key signed stays valid.
/// </summary>
public sealed class TextSigner(IOptions<AuthSettings> settings)
{
    /// <summary>
    /// Signs a text: the same text, purpose and signing key always give the same signature, 43 URL-safe characters.
    /// </summary>
    public string Sign(string purpose, string text) =>
        Base64Url.EncodeToString(Hash(settings.Value.SigningKey, purpose, text));

    /// <summary>Whether a signature is that of a text, made with the signing key or the one before.</summary>
    public bool IsSigned(string purpose, string text, string signature)
    {
        if (signature.Length != Base64Url.GetEncodedLength(HMACSHA256.HashSizeInBytes) || !Base64Url.IsValid(signature))
            return false;
        var bytes = Base64Url.DecodeFromChars(signature);
        return IsBy(settings.Value.SigningKey)
            || (settings.Value.PreviousSigningKey is { Length: > 0 } previous && IsBy(previous));

        bool IsBy(string key) => CryptographicOperations.FixedTimeEquals(bytes, Hash(key, purpose, text));
    }

    private static byte[] Hash(string signingKey, string purpose, string text)
    {
        var key = HMACSHA256.HashData(Encoding.UTF8.GetBytes(signingKey), Encoding.UTF8.GetBytes($"lerun:{purpose}"));
        return HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
    }
}
