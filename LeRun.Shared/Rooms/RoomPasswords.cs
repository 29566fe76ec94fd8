using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeRun.Identity;
using LeRun.Localization;
using Microsoft.Extensions.Options;

namespace LeRun.Rooms;

/// <summary>
/// Hashes room passwords. They are a few digits: no slow hash would keep them from whoever got hold of the database, but a key
/// that is not in it does. And since the hash is the same each time, a join can compare it where the room is stored.
/// </summary>
public sealed class RoomPasswords(IOptions<AuthSettings> settings)
{
    // Rooms whose password was set before the signing key changed may still be open.
    private readonly byte[][] _keys =
    [
        .. new[] { settings.Value.SigningKey, settings.Value.PreviousSigningKey }
            .Where(key => !string.IsNullOrEmpty(key))
            .Select(key => DerivedKey.Of(key!, "LeRun room passwords")),
    ];

    /// <summary>What to store of a room's password: hex; empty for no password.</summary>
    /// <param name="roomItemId">The room's item id: the same password has another hash in another room.</param>
    /// <param name="password">As <see cref="RoomPasswordAttribute"/> allows it; leading zeros do not count.</param>
    public string Hash(string roomItemId, string? password) =>
        string.IsNullOrEmpty(password) ? "" : Hash(_keys[0], roomItemId, password);

    /// <summary>All that may be stored of it, under the current key or the one before; nothing for no password.</summary>
    /// <inheritdoc cref="Hash(string, string?)"/>
    public IReadOnlyList<string> Hashes(string roomItemId, string? password) =>
        string.IsNullOrEmpty(password) ? [] : [.. _keys.Select(key => Hash(key, roomItemId, password))];

    private static string Hash(byte[] key, string roomItemId, string password)
    {
        var number = long.Parse(password, NumberStyles.None, CultureInfo.InvariantCulture);
        var text = string.Create(CultureInfo.InvariantCulture, $"{roomItemId}:{number}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)));
    }
}

/// <summary>A room password: a number of 1 to 12 digits. An empty text is no password.</summary>
public sealed class RoomPasswordAttribute : RuleAttribute
{
    private const int MaxDigits = 12;

    /// <inheritdoc/>
    public override LocalizedMessage Rule => Messages.RoomPasswordRule;

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is not string text || (text.Length <= MaxDigits && text.All(char.IsAsciiDigit));
}

/// <summary>Reads a whole number as the text that it is.</summary>
public sealed class NumberOrText : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number
            ? reader.GetInt64().ToString(CultureInfo.InvariantCulture)
            : reader.GetString();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
