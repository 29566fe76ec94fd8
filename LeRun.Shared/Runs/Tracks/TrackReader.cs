using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeRun.Localization;

namespace LeRun.Runs.Tracks;

/// <summary>Reads markers into columns and checks them by the way. Only the first that is wrong is put into words.</summary>
public sealed class TrackReader : JsonConverter<TrackInput>
{
    /// <inheritdoc/>
    public override TrackInput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Not an array.");
        var columns = new Columns();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            columns.ReadMarker(ref reader);
        return columns.ToInput();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TrackInput value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A request is only read.");

    private sealed class Columns
    {
        private readonly List<int> _latitudes = [];
        private readonly List<int> _longitudes = [];
        private readonly List<long?>?[] _optional = new List<long?>?[Track.OptionalColumns];
        private int _count;
        private long _lastAt;
        private MarkerFault? _fault;

        public TrackInput ToInput() => new(
            _fault is null
                ? new Track([.. _latitudes], [.. _longitudes], [.. _optional.Select(column => column?.ToArray())])
                : Track.Empty,
            _count,
            _fault);

        public void ReadMarker(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                Fail(null, reader.TokenType == JsonTokenType.Null ? Messages.Required : Messages.WrongType);
                reader.Skip();
                _count++;
                return;
            }

            long? latitude = null, longitude = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("latitude"u8))
                    latitude = ReadNumber(ref reader, "latitude", 7, Marker.MaxLatitude, latitude);
                else if (reader.ValueTextEquals("longitude"u8))
                    longitude = ReadNumber(ref reader, "longitude", 7, Marker.MaxLongitude, longitude);
                else
                    ReadOptional(ref reader);
            }

            Add(latitude, longitude);
        }

        private void ReadOptional(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("id"u8))
                Set(MarkerColumn.Id, ReadId(ref reader));
            else if (reader.ValueTextEquals("at"u8))
                Set(MarkerColumn.At, ReadAt(ref reader));
            else if (reader.ValueTextEquals("altitude"u8))
                Set(MarkerColumn.Altitude, ReadNumber(ref reader, "altitude", 2, Marker.MaxAltitude, Get(MarkerColumn.Altitude)));
            else if (reader.ValueTextEquals("accuracy"u8))
                Set(MarkerColumn.Accuracy, ReadAccuracy(ref reader));
            else
                reader.Skip();
        }

        private long? ReadAt(ref Utf8JsonReader reader)
        {
            var at = ReadNumber(ref reader, "at", 3, RunDataInput.MaxAmount, Get(MarkerColumn.At), min: 0);
            if (at < _lastAt)
                Fail("at", Messages.MarkersOutOfOrder);
            _lastAt = at ?? _lastAt;
            return at;
        }

        // Phones say -1 where they do not know.
        private long? ReadAccuracy(ref Utf8JsonReader reader) =>
            ReadNumber(ref reader, "accuracy", 2, Marker.MaxAltitude, Get(MarkerColumn.Accuracy)) is { } accuracy and >= 0
                ? accuracy
                : null;

        private long? ReadId(ref Utf8JsonReader reader)
        {
            if (Get(MarkerColumn.Id) is not null)
                Fail("id", Messages.WrongType);
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.Null:
                    return null;
                case JsonTokenType.Number when reader.TryGetInt64(out var number):
                    return number;
                case JsonTokenType.String when long.TryParse(
                    reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                    return number;
                default:
                    Fail("id", Messages.WrongType);
                    reader.Skip();
                    return null;
            }
        }

        private long? ReadNumber(
            ref Utf8JsonReader reader, string field, int decimals, double max, long? before, double? min = null)
        {
            // A field that stands there twice means two things.
            if (before is not null)
                Fail(field, Messages.WrongType);
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null)
                return null;
            if (reader.TokenType != JsonTokenType.Number)
            {
                Fail(field, Messages.WrongType);
                reader.Skip();
                return null;
            }

            var scale = Math.Pow(10, decimals);
            if (FixedPoint.TryRead(ref reader, decimals, out var value) && value <= max * scale && value >= (min ?? -max) * scale)
                return value;
            Fail(field, Messages.NumberRule(min ?? -max, max));
            return 0;
        }

        private long? Get(MarkerColumn column) =>
            _optional[(int)column] is { } values && values.Count > _count ? values[_count] : null;

        // A column begins with the first marker that has a value for it.
        private void Set(MarkerColumn column, long? value)
        {
            if (value is null && _optional[(int)column] is null)
                return;
            var values = _optional[(int)column] ??= [];
            while (values.Count <= _count)
                values.Add(null);
            values[_count] = value;
        }

        private void Add(long? latitude, long? longitude)
        {
            if (latitude is null)
                Fail("latitude", Messages.Required);
            if (longitude is null)
                Fail("longitude", Messages.Required);
            // After the first fault nothing is kept: the request is refused.
            if (_fault is null)
            {
                _latitudes.Add((int)latitude!.Value);
                _longitudes.Add((int)longitude!.Value);
            }

            _count++;
            foreach (var column in _optional)
            {
                if (column?.Count < _count)
                    column.Add(null);
            }
        }

        private void Fail(string? field, LocalizedMessage rule) =>
            _fault ??= new MarkerFault(field is null ? $"[{_count}]" : $"[{_count}].{field}", rule);
    }
}
