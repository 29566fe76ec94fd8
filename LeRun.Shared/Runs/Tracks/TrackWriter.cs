using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeRun.Runs.Tracks;

/// <summary>Writes tracks as the markers that they are.</summary>
public sealed class TrackWriter : JsonConverter<Track>
{
    private const int LongestMarker = (Track.OptionalColumns + 2) * (FixedPoint.MaxLength + 16);

    /// <inheritdoc/>
    public override Track Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests have a TrackInput.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Track value, JsonSerializerOptions options)
    {
        Span<byte> buffer = stackalloc byte[LongestMarker];
        writer.WriteStartArray();
        for (var i = 0; i < value.Count; i++)
        {
            var text = new MarkerText(buffer);
            text.Write("{\"latitude\":"u8, value.Latitudes[i], 7);
            text.Write(",\"longitude\":"u8, value.Longitudes[i], 7);
            if (value.Optional(MarkerColumn.Id)?[i] is { } id)
                text.Write(",\"id\":"u8, id, 0);
            else
                text.Write(",\"id\":null"u8);
            if (value.Optional(MarkerColumn.At)?[i] is { } at)
                text.Write(",\"at\":"u8, at, 3);
            if (value.Optional(MarkerColumn.Altitude)?[i] is { } altitude)
                text.Write(",\"altitude\":"u8, altitude, 2);
            if (value.Optional(MarkerColumn.Accuracy)?[i] is { } accuracy)
                text.Write(",\"accuracy\":"u8, accuracy, 2);
            text.Write("}"u8);
            writer.WriteRawValue(text.Written, skipInputValidation: true);
        }

        writer.WriteEndArray();
    }

    private ref struct MarkerText(Span<byte> buffer)
    {
        private readonly Span<byte> _buffer = buffer;
        private int _length;

        public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

        public void Write(ReadOnlySpan<byte> text)
        {
            text.CopyTo(_buffer[_length..]);
            _length += text.Length;
        }

        public void Write(ReadOnlySpan<byte> name, long value, int decimals)
        {
            Write(name);
            _length += FixedPoint.Write(value, decimals, _buffer[_length..]);
        }
    }
}
