using System.Security.Cryptography;
using System.Text;

namespace LeRun.Identity;

/// <summary>
/// Keys that are derived from <c>Auth__SigningKey</c> (HKDF-SHA256), one a purpose: what one of them gives away helps with no
/// other.
/// </summary>
internal static class DerivedKey
{
    /// <summary>The key of a purpose, 32 bytes: always the same for the same signing key.</summary>
    public static byte[] Of(string signingKey, string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        Encoding.UTF8.GetBytes(signingKey),
        HMACSHA256.HashSizeInBytes,
        info: Encoding.UTF8.GetBytes(purpose));
}
