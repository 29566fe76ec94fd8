using System.Text.Json;
using LeRun.Runs.Tracks;

namespace LeRun.Tests.Runs.Tracks;

/// <summary>Tracks that phones may send, and worse ones.</summary>
internal static class RandomTrack
{
    private static readonly JsonSerializerOptions Json = new();

    /// <summary>Markers anywhere on earth; each optional column has values for none, all or some of them.</summary>
    public static Marker[] Markers(Random random, int count)
    {
        var (ids, times, altitudes, accuracies) = (random.Next(3), random.Next(3), random.Next(3), random.Next(3));
        return
        [
            .. Enumerable.Range(0, count).Select(i => new Marker
            {
                Latitude = (random.NextDouble() * 180) - 90,
                Longitude = (random.NextDouble() * 360) - 180,
                Id = Has(ids) ? random.NextInt64(long.MinValue, long.MaxValue) : null,
                At = Has(times) ? i * 1.25 : null,
                Altitude = Has(altitudes) ? (random.NextDouble() * 9000) - 400 : null,
                Accuracy = Has(accuracies) ? random.NextDouble() * 100 : null,
            }),
        ];

        bool Has(int column) => column switch { 0 => false, 1 => true, _ => random.Next(2) == 0 };
    }

    /// <summary>The track that a request with such markers has.</summary>
    public static Track Of(IEnumerable<Marker> markers) => Read(JsonSerializer.Serialize(
        markers.Select(marker => new
        {
            latitude = marker.Latitude,
            longitude = marker.Longitude,
            id = marker.Id,
            at = marker.At,
            altitude = marker.Altitude,
            accuracy = marker.Accuracy,
        }))).Track;

    public static TrackInput Read(string json) => JsonSerializer.Deserialize<TrackInput>(json, Json)!;

    public static string Write(Track track) => JsonSerializer.Serialize(track, Json);

    /// <summary>All markers of a track.</summary>
    public static IEnumerable<Marker> MarkersOf(Track track) => Enumerable.Range(0, track.Count).Select(i => track[i]);
}
