using System.Globalization;
using System.Text.Json.Serialization;

namespace LeRun.Runs.Tracks;

/// <summary>What a marker may have besides its position, each a column of a <see cref="Track"/>.</summary>
internal enum MarkerColumn
{
    /// <summary>The phone's number for the marker.</summary>
    Id,

    /// <summary>Milliseconds since the start of the run.</summary>
    At,

    /// <summary>Centimetres above sea level.</summary>
    Altitude,

    /// <summary>Centimetres.</summary>
    Accuracy,
}

/// <summary>
/// Markers as columns of whole numbers: positions in 1e-7 degrees, times in milliseconds, lengths in centimetres. A track has
/// tens of thousands of them: columns cost a fraction of an object each, and pack well. Never changed once made.
/// </summary>
[JsonConverter(typeof(TrackWriter))]
public sealed class Track
{
    /// <summary>How many optional columns there are.</summary>
    internal const int OptionalColumns = 4;

    /// <summary>Whole numbers a degree.</summary>
    internal const double DegreeScale = 1e7;

    /// <summary>Whole numbers a second.</summary>
    internal const double SecondScale = 1e3;

    /// <summary>Whole numbers a metre.</summary>
    internal const double MetreScale = 1e2;

    private readonly int[] _latitudes;
    private readonly int[] _longitudes;
    private readonly long?[]?[] _optional;

    internal Track(int[] latitudes, int[] longitudes, long?[]?[] optional) =>
        (_latitudes, _longitudes, _optional) = (latitudes, longitudes, optional);

    /// <summary>A track without markers.</summary>
    public static Track Empty { get; } = new([], [], new long?[OptionalColumns][]);

    /// <summary>How many markers there are.</summary>
    public int Count => _latitudes.Length;

    /// <summary>In 1e-7 degrees.</summary>
    internal ReadOnlySpan<int> Latitudes => _latitudes;

    /// <summary>In 1e-7 degrees.</summary>
    internal ReadOnlySpan<int> Longitudes => _longitudes;

    /// <summary>A marker.</summary>
    public Marker this[int index] => new()
    {
        Latitude = _latitudes[index] / DegreeScale,
        Longitude = _longitudes[index] / DegreeScale,
        Id = Optional(MarkerColumn.Id)?[index],
        At = Optional(MarkerColumn.At)?[index] / SecondScale,
        Altitude = Optional(MarkerColumn.Altitude)?[index] / MetreScale,
        Accuracy = Optional(MarkerColumn.Accuracy)?[index] / MetreScale,
    };

    /// <summary>The tracks one after another.</summary>
    public static Track Concat(IReadOnlyList<Track> parts)
    {
        if (parts.Count == 1)
            return parts[0];
        var optional = new long?[OptionalColumns][];
        for (var column = 0; column < OptionalColumns; column++)
        {
            if (parts.Any(part => part._optional[column] is not null))
                optional[column] = [.. parts.SelectMany(part => part._optional[column] ?? new long?[part.Count])];
        }

        return new Track(
            [.. parts.SelectMany(part => part._latitudes)], [.. parts.SelectMany(part => part._longitudes)], optional);
    }

    /// <summary>The markers from an index on, up to the end or to a count.</summary>
    public Track Slice(int start, int? count = null)
    {
        var range = start..(start + (count ?? (Count - start)));
        return start == 0 && range.End.Value == Count
            ? this
            : new Track(_latitudes[range], _longitudes[range], [.. _optional.Select(column => column?[range])]);
    }

    /// <summary>Where a marker is.</summary>
    internal GeoPoint PointAt(int index) => new(_latitudes[index] / DegreeScale, _longitudes[index] / DegreeScale);

    /// <summary>The same markers with no more than their positions and a column.</summary>
    internal Track WithOnly(MarkerColumn column) =>
        new(_latitudes, _longitudes, [.. _optional.Select((values, index) => index == (int)column ? values : null)]);

    /// <summary>The markers at places that pass.</summary>
    internal Track Where(Func<GeoPoint, bool> passes)
    {
        int[] kept = [.. Enumerable.Range(0, Count).Where(index => passes(PointAt(index)))];
        return kept.Length == Count
            ? this
            : new Track(
                Take(_latitudes), Take(_longitudes), [.. _optional.Select(column => column is null ? null : Take(column))]);

        T[] Take<T>(T[] column) => [.. kept.Select(index => column[index])];
    }

    /// <summary>The same markers in another coordinate system.</summary>
    /// <param name="from">The system that they are in; null: WGS-84.</param>
    /// <param name="to">The system that is wanted; null: WGS-84.</param>
    public Track Converted(string? from, string? to)
    {
        if ((from ?? CoordinateSystems.Wgs84) == (to ?? CoordinateSystems.Wgs84))
            return this;
        var (latitudes, longitudes) = (new int[Count], new int[Count]);
        for (var i = 0; i < Count; i++)
        {
            var place = CoordinateSystems.Convert(PointAt(i), from, to);
            latitudes[i] = FixedPoint.Of(place.Latitude, DegreeScale);
            longitudes[i] = FixedPoint.Of(place.Longitude, DegreeScale);
        }

        return new Track(latitudes, longitudes, _optional);
    }

    /// <summary>Every second marker, the first one included.</summary>
    public Track Thin()
    {
        long?[]?[] optional = [.. _optional.Select(column => column is null ? null : Half(column))];
        return new Track(Half(_latitudes), Half(_longitudes), optional);

        static T[] Half<T>(T[] column) => [.. column.Where((_, index) => index % 2 == 0)];
    }

    /// <summary>
    /// A hash that is chained marker by marker: the hash of a longer track continues that of its beginning. It tells whether an
    /// upload begins with what is stored, without reading what is stored.
    /// </summary>
    /// <param name="before">The hash of the markers before; null for none.</param>
    /// <param name="end">The marker before which it ends; null: all go into it.</param>
    /// <returns>16 hexadecimal digits: JSON numbers have too few for it.</returns>
    public string Hash(string? before = null, int? end = null)
    {
        var hash = before is null ? 0 : ulong.Parse(before, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        for (var i = 0; i < (end ?? Count); i++)
        {
            hash = Mix(hash, ((ulong)(uint)_latitudes[i] << 32) | (uint)_longitudes[i]);
            for (var column = 0; column < OptionalColumns; column++)
            {
                if (_optional[column]?[i] is { } value)
                    hash = Mix(hash + (ulong)column + 1, (ulong)value);
            }
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    /// <summary>An optional column; null: no marker has a value in it.</summary>
    internal long?[]? Optional(MarkerColumn column) => _optional[(int)column];

    // The finalizer of SplitMix64 (Steele, Lea, Flood 2014) over hash and value.
    private static ulong Mix(ulong hash, ulong value)
    {
        var mixed = hash + value + 0x9E37_79B9_7F4A_7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }
}
