using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeRun.Storage;

/// <summary>Times as the API and storage write them: ISO-8601, UTC, milliseconds. As text they sort as times.</summary>
public sealed class UtcMilliseconds : JsonConverter<DateTimeOffset>
{
    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The time as text.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);

    /// <summary>The time without what is below a millisecond.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // A time without an offset could be any of a day's worth: a phone that leaves out its own would be hours off, unnoticed.
        if (reader.TokenType == JsonTokenType.String
            && reader.TryGetDateTime(out var time) && time.Kind != DateTimeKind.Unspecified)
        {
            var sent = reader.GetDateTimeOffset();
            return Truncate(sent).ToOffset(sent.Offset);
        }

        throw new JsonException("Not an ISO-8601 time with its offset.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));
}

/// <summary>
/// Times as milliseconds since 1970, for the few properties that were first stored so. Queries compare them with numbers.
/// </summary>
internal sealed class UnixMilliseconds : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
}

/// <summary>The clock in the precision of everything stored.</summary>
public static class TimeProviderExtensions
{
    /// <summary>The time now, without what is below a millisecond: what is stored reads back as the same time.</summary>
    public static DateTimeOffset GetUtcNowMilliseconds(this TimeProvider clock) => UtcMilliseconds.Truncate(clock.GetUtcNow());
}
