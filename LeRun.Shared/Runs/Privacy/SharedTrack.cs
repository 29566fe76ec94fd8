using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeRun.Runs.Analysis;
using LeRun.Runs.Tracks;

namespace LeRun.Runs.Privacy;

/// <summary>
/// As much of a track as one reader may see. Every track that leaves the product goes through this type, and only its own
/// runner gets one whole: whoever shows a track must say for whom it is.
/// </summary>
[JsonConverter(typeof(SharedTrackJson))]
public sealed class SharedTrack
{
    private SharedTrack(Track track) => Track = track;

    /// <summary>How many markers it has.</summary>
    public int Count => Track.Count;

    /// <summary>The markers.</summary>
    internal Track Track { get; }

    /// <summary>The whole track, for its runner.</summary>
    public static SharedTrack ForRunner(Track track) => new(track);

    /// <summary>
    /// A record's track for others: without its ends, and of each marker no more than its position and altitude. Null: there is
    /// no map for them.
    /// </summary>
    /// <param name="track">The whole track.</param>
    /// <param name="system">The coordinate system of the track; null: WGS-84.</param>
    /// <param name="recordId">The record that it is of.</param>
    /// <param name="privacy">What the runner wants.</param>
    /// <param name="keys">Tell the offsets.</param>
    public static SharedTrack? ForOthers(
        Track track, string? system, string recordId, RunnerPrivacy privacy, PrivacyKeys keys) =>
        privacy.ShowMap && TrackTrim.Of(track, system, recordId, privacy, keys) is { } shown
            ? new SharedTrack(Cut(track, shown).WithOnly(MarkerColumn.Altitude))
            : null;

    /// <summary>A live run's markers: none in a zone, for those in the same room, if the runner wants that.</summary>
    /// <param name="markers">Markers of the run.</param>
    /// <param name="zones">What hides them; null: nothing does.</param>
    public static SharedTrack ForReader(Track markers, HiddenZones? zones) =>
        new(zones is null ? markers : markers.Where(place => !zones.Hide(place)));

    /// <summary>
    /// How a run went, for others: only of the part of its track that they may see, from its beginning on. So what they see
    /// cannot be laid on the track to find how much of it was cut.
    /// </summary>
    /// <param name="track">The whole track.</param>
    /// <param name="curve">How the whole run went.</param>
    /// <param name="system">As in <see cref="ForOthers"/>.</param>
    /// <param name="recordId">As in <see cref="ForOthers"/>.</param>
    /// <param name="privacy">As in <see cref="ForOthers"/>.</param>
    /// <param name="keys">As in <see cref="ForOthers"/>.</param>
    public static (RunCurve Curve, AscentCurve? Ascent) CourseForOthers(
        Track track, RunCurve curve, string? system, string recordId, RunnerPrivacy privacy, PrivacyKeys keys)
    {
        var (seconds, meters) = (curve.Seconds[^1], curve.Meters[^1]);
        // Without a track nothing tells where it was.
        if (track.Count == 0)
            return (curve, null);
        if (TrackTrim.Of(track, system, recordId, privacy, keys) is not { } shown)
            return (RunCurve.Average(seconds, meters), null);
        var lengths = TrackLength.Along(track);
        var scale = meters / lengths[^1];
        var part = curve.Between(lengths[shown.Start.Value] * scale, lengths[shown.End.Value - 1] * scale);
        return (part, AscentCurve.Of(Cut(track, shown), part.Meters[^1]));
    }

    /// <summary>The same in another coordinate system.</summary>
    /// <param name="from">The system that it is in.</param>
    /// <param name="to">The system that is wanted.</param>
    public SharedTrack Converted(string from, string to) => from == to ? this : new SharedTrack(Track.Converted(from, to));

    private static Track Cut(Track track, Range shown) =>
        track.Slice(shown.Start.Value, shown.End.Value - shown.Start.Value);
}

/// <summary>Where a runner is, as one reader may see it.</summary>
public sealed class SharedPosition
{
    private SharedPosition(double? latitude, double? longitude) => (Latitude, Longitude) = (latitude, longitude);

    /// <summary>Degrees; null: not known, or not to be seen.</summary>
    public double? Latitude { get; }

    /// <summary>Degrees; null: not known, or not to be seen.</summary>
    public double? Longitude { get; }

    /// <summary>Where a live run is: not in a zone, for those in the same room, if the runner wants that.</summary>
    /// <param name="latitude">Degrees.</param>
    /// <param name="longitude">Degrees.</param>
    /// <param name="zones">What hides it; null: nothing does.</param>
    public static SharedPosition ForReader(double? latitude, double? longitude, HiddenZones? zones) =>
        latitude is { } north && longitude is { } east && zones?.Hide(new GeoPoint(north, east)) == true
            ? new SharedPosition(null, null)
            : new SharedPosition(latitude, longitude);
}

/// <summary>
/// The zones in which those in the same room do not see a runner. Each reaches 0 to 200 m further than it says, always as far in
/// one run.
/// </summary>
public sealed class HiddenZones
{
    private readonly (GeoPoint Centre, double Reach)[] _zones;

    private HiddenZones((GeoPoint, double)[] zones) => _zones = zones;

    /// <summary>Hides every place.</summary>
    public static HiddenZones Everywhere { get; } = new([(new GeoPoint(0, 0), double.PositiveInfinity)]);

    /// <summary>The zones of a runner; null if nothing is hidden.</summary>
    /// <param name="privacy">What the runner wants.</param>
    /// <param name="system">The coordinate system of the run; null: WGS-84.</param>
    /// <param name="start">When the run began.</param>
    /// <param name="keys">Tell the offsets.</param>
    public static HiddenZones? Of(RunnerPrivacy privacy, string? system, DateTimeOffset start, PrivacyKeys keys)
    {
        if (!privacy.HideInRooms || privacy.Zones.Count == 0)
            return null;
        var run = string.Create(CultureInfo.InvariantCulture, $"live:{privacy.AccountId}:{start.ToUnixTimeMilliseconds()}");
        return new HiddenZones([.. privacy.Zones.Select(zone => (zone.CentreIn(system ?? keys.DefaultSystem), ReachOf(zone)))]);

        double ReachOf(PrivacyZone zone) => zone.Radius + (keys.FractionOf($"{run}:{zone.Key}") * PrivacyKeys.MaxOffset);
    }

    internal bool Hide(GeoPoint place) => _zones.Any(zone => zone.Centre.DistanceTo(place) <= zone.Reach);
}

/// <summary>Writes a track as the markers that it is.</summary>
public sealed class SharedTrackJson : JsonConverter<SharedTrack>
{
    private static readonly TrackWriter Markers = new();

    /// <inheritdoc/>
    public override SharedTrack Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests have a TrackInput.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SharedTrack value, JsonSerializerOptions options) =>
        Markers.Write(writer, value.Track, options);
}
