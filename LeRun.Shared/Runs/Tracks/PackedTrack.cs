using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeRun.Runs.Tracks;

/// <summary>
/// A track as it is stored: one base64 text. Cosmos charges by the kilobyte, and a track's points differ in few digits.
/// </summary>
/// <param name="Count">How many markers there are.</param>
/// <param name="Data">The markers, packed.</param>
public sealed record PackedTrack(int Count, string Data)
{
    /// <summary>Packs a track.</summary>
    public static PackedTrack Of(Track track) => new(track.Count, MarkerCodec.Pack(track));

    /// <summary>Unpacks the track, also of the form that was stored before there was <see cref="MarkerCodec"/>.</summary>
    public Track Unpack()
    {
        if (Count == 0)
            return Track.Empty;
        var bytes = Convert.FromBase64String(Data);
        return MarkerCodec.IsPacked(bytes) ? MarkerCodec.Unpack(bytes) : UnpackCompressedColumns(bytes);
    }

    // A Brotli stream never begins with the codec's format byte: that would be a window size that no encoder writes here.
    private static Track UnpackCompressedColumns(byte[] bytes)
    {
        using var packed = new MemoryStream(bytes);
        using var plain = new BrotliStream(packed, CompressionMode.Decompress);
        var (latitudes, longitudes, ids) = JsonSerializer.Deserialize(plain, CompressedColumnsJson.Default.CompressedColumns)!;
        var optional = new long?[Track.OptionalColumns][];
        optional[(int)MarkerColumn.Id] = ids.Any(id => id is not null) ? ids : null!;
        return new Track(
            [.. latitudes.Select(degrees => FixedPoint.Of(degrees, Track.DegreeScale))],
            [.. longitudes.Select(degrees => FixedPoint.Of(degrees, Track.DegreeScale))],
            optional);
    }
}

/// <summary>What the first form of stored tracks is once it is decompressed.</summary>
internal sealed record CompressedColumns(double[] Latitudes, double[] Longitudes, long?[] Ids);

[JsonSerializable(typeof(CompressedColumns))]
internal sealed partial class CompressedColumnsJson : JsonSerializerContext;
