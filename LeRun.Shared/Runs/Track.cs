using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeRun.Runs;

/// <summary>
/// Markers as they are stored: their numbers, compressed, as one base64 text. Cosmos charges by the kilobyte, a live run is
/// written every few seconds, and a track's points differ in few digits: this makes them several times cheaper than objects.
/// </summary>
/// <param name="Count">How many markers there are.</param>
/// <param name="Data">The markers, packed.</param>
public sealed record Track(int Count, string Data)
{
    // Deeper compression would cost more processor time than it saves in request units.
    private const int Quality = 4;
    private const int Window = 22;

    // What was just packed is not unpacked again to answer the upload. Not stored: JSON leaves fields out.
    private IReadOnlyList<Marker>? _markers;

    /// <summary>Packs markers.</summary>
    public static Track Of(IReadOnlyList<Marker> markers)
    {
        if (markers.Count == 0)
            return new Track(0, "");
        var columns = new Columns(
            [.. markers.Select(marker => marker.Latitude)],
            [.. markers.Select(marker => marker.Longitude)],
            [.. markers.Select(marker => marker.Id)]);
        var plain = JsonSerializer.SerializeToUtf8Bytes(columns, TrackJson.Default.Columns);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        if (!BrotliEncoder.TryCompress(plain, packed, out var length, Quality, Window))
            throw new InvalidOperationException("A buffer of the greatest compressed length was too small.");
        return new Track(markers.Count, Convert.ToBase64String(packed.AsSpan(0, length))) { _markers = markers };
    }

    /// <summary>The markers: those it was made of, or else unpacked.</summary>
    public IReadOnlyList<Marker> ToMarkers()
    {
        if (Count == 0)
            return [];
        return _markers ??= Unpack();
    }

    private Marker[] Unpack()
    {
        using var packed = new MemoryStream(Convert.FromBase64String(Data));
        using var plain = new BrotliStream(packed, CompressionMode.Decompress);
        var (latitudes, longitudes, ids) = JsonSerializer.Deserialize(plain, TrackJson.Default.Columns)!;
        return [.. Enumerable.Range(0, Count).Select(i => new Marker(latitudes[i], longitudes[i], ids[i]))];
    }

    internal sealed record Columns(double[] Latitudes, double[] Longitudes, long?[] Ids);
}

[JsonSerializable(typeof(Track.Columns))]
internal sealed partial class TrackJson : JsonSerializerContext;
