using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>JSON that a client sent. Whatever passes can be read to the end: every string in it is well-formed text.</summary>
internal static class RequestJson
{
    private const int EscapeLength = 6;

    /// <exception cref="CosmosRefusal">400: not JSON, or a string in it that no text can be.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            if (Utf8.IsValid(json.Span) && FindLoneSurrogate(json.Span, 0) < 0)
                return JsonDocument.Parse(json).RootElement;
        }
        catch (JsonException)
        {
            // Refused below, as a text that is not Unicode is.
        }

        throw CosmosRefusal.BadRequest("The request payload is invalid. Ensure to provide a valid request payload.");
    }

    /// <summary>The JSON with a replacement character for each surrogate that stands alone.</summary>
    public static ReadOnlyMemory<byte> ReplaceLoneSurrogates(ReadOnlyMemory<byte> json)
    {
        var at = FindLoneSurrogate(json.Span, 0);
        if (at < 0)
            return json;
        var repaired = json.ToArray();
        for (; at >= 0; at = FindLoneSurrogate(repaired, at))
            @"\ufffd"u8.CopyTo(repaired.AsSpan(at));
        return repaired;
    }

    // The place of the escape, such as \ud83d without its other half; -1 when there is none.
    private static int FindLoneSurrogate(ReadOnlySpan<byte> json, int start)
    {
        for (var i = start; i < json.Length;)
        {
            // A backslash stands nowhere but in strings, and begins an escape there.
            var escape = json[i..].IndexOf((byte)'\\');
            if (escape < 0)
                return -1;
            i += escape;
            var first = CodeUnit(json, i);
            if (first is not { } unit)
            {
                i += 2;
                continue;
            }

            var isPair = CodeUnit(json, i + EscapeLength) is { } second && char.IsSurrogatePair(unit, second);
            if (char.IsSurrogate(unit) && !isPair)
                return i;
            i += isPair ? 2 * EscapeLength : EscapeLength;
        }

        return -1;
    }

    private static char? CodeUnit(ReadOnlySpan<byte> json, int at) =>
        at + EscapeLength <= json.Length
        && json[at] == '\\'
        && json[at + 1] == 'u'
        && ushort.TryParse(json.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
