using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LeRun.Identity;
using LeRun.Localization;
using Microsoft.Extensions.Options;

namespace LeRun.Rooms;

/// <summary>A room's password, a number of 1 to 12 digits; or none.</summary>
public readonly record struct RoomPassword(long? Number)
{
    private const int MostDigits = 12;

    public bool IsNone => Number is null;

    /// <summary>Reads what a request has as its <c>password</c>: digits; nothing is none.</summary>
    public static Result<RoomPassword> Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return new RoomPassword(null);
        return text.Length <= MostDigits && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new RoomPassword(number)
            : Invalid.Field("password", Messages.RoomPasswordRule);
    }
}

/// <summary>
/// Hashes room passwords. They are a few digits: no slow hash would keep them from whoever got hold of the database, but a key
/// that is not in it does. And since the hash is the same each time, joining can compare it where the room is stored.
/// </summary>
public sealed class RoomPasswords(IOptions<AuthSettings> settings)
{
    // Rooms whose password was set before the signing key changed may still be open.
    private readonly byte[][] _keys =
        [.. new[] { settings.Value.SigningKey, settings.Value.PreviousSigningKey }.Where(key => !string.IsNullOrEmpty(key)).Select(Derive!)];

    /// <summary>What to store of a room's password: hex, or empty for none.</summary>
    public string Hash(string runId, RoomPassword? password) => password?.Number is { } number ? Hash(_keys[0], runId, number) : "";

    /// <summary>What may be stored of it; nothing for none.</summary>
    public IReadOnlyList<string> Hashes(string runId, RoomPassword password) =>
        password.Number is { } number ? [.. _keys.Select(key => Hash(key, runId, number))] : [];

    private static string Hash(byte[] key, string runId, long number) => Convert.ToHexStringLower(
        HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{runId}:{number}"))));

    private static byte[] Derive(string signingKey) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(signingKey), HMACSHA256.HashSizeInBytes, info: "LeRun room passwords"u8.ToArray());
}
