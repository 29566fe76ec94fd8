using LeRun.Runs.Analysis;
using LeRun.Runs.Tracks;

namespace LeRun.Runs.Privacy;

/// <summary>
/// Cuts the ends off a track, so that it does not tell where its runner lives. From each end at least the trim is cut, along
/// the track and as the crow flies; on until outside every zone that holds the end; and 0 to 200 m more, which only the server
/// knows and which are always the same for a record. The middle stays whole: a hole would show what it hides.
/// </summary>
/// <remarks>
/// A zone reaches further than its radius, and not to all sides alike: the circle that is left has its centre elsewhere. So
/// whoever averages where many runs leave the zone does not find its middle.
/// </remarks>
internal sealed class TrackTrim
{
    /// <summary>What is left is no map if it is shorter, in metres.</summary>
    public const double MinShown = 400;

    // From the middle of a zone to that of the circle that is left. Runs in all directions leave the circle around a point half
    // as far from the middle of the zone.
    private const double Displacement = 500;

    private readonly Track _track;
    private readonly double[] _lengths;
    private readonly double _trim;
    private readonly (GeoPoint Centre, double Radius, GeoPoint Outer, double Reach)[] _zones;

    private TrackTrim(Track track, string? system, RunnerPrivacy privacy, PrivacyKeys keys)
    {
        (_track, _lengths, _trim) = (track, TrackLength.Along(track), privacy.TrimMeters);
        _zones = [.. privacy.Zones.Select(zone => Widen(zone, system ?? keys.DefaultSystem, privacy.AccountId, keys))];
    }

    /// <summary>The places of the first marker that others see and of the one behind the last; null: they see none.</summary>
    /// <param name="track">The whole track.</param>
    /// <param name="system">The coordinate system of the track; null: WGS-84.</param>
    /// <param name="recordId">The record that it is of.</param>
    /// <param name="privacy">What the runner wants.</param>
    /// <param name="keys">Tell the offsets.</param>
    public static Range? Of(Track track, string? system, string recordId, RunnerPrivacy privacy, PrivacyKeys keys)
    {
        if (track.Count < 2)
            return null;
        var trim = new TrackTrim(track, system, privacy, keys);
        var from = trim.Cut(0, 1, keys.FractionOf($"start:{recordId}") * PrivacyKeys.MaxOffset);
        var to = trim.Cut(track.Count - 1, -1, keys.FractionOf($"end:{recordId}") * PrivacyKeys.MaxOffset);
        return from is { } first && to is { } last && first < last && trim._lengths[last] - trim._lengths[first] >= MinShown
            ? first..(last + 1)
            : null;
    }

    // The first marker from an end on that may be seen; null: there is none.
    private int? Cut(int end, int step, double offset)
    {
        var origin = _track.PointAt(end);
        var zones = _zones.Where(zone => zone.Centre.DistanceTo(origin) <= zone.Radius).ToArray();
        double? clear = null;
        for (var i = end; i >= 0 && i < _track.Count; i += step)
        {
            var along = Math.Abs(_lengths[i] - _lengths[end]);
            if (along < _trim || along < clear + offset)
                continue;
            // A phone that lies at home draws a long track on the spot; and who turns back is near again.
            var place = _track.PointAt(i);
            if (origin.DistanceTo(place) < _trim || zones.Any(zone => zone.Outer.DistanceTo(place) <= zone.Reach))
                continue;
            clear ??= along;
            if (along >= clear + offset)
                return i;
        }

        return null;
    }

    private static (GeoPoint Centre, double Radius, GeoPoint Outer, double Reach) Widen(
        PrivacyZone zone, string? system, string accountId, PrivacyKeys keys)
    {
        var centre = zone.CentreIn(system);
        var outer = centre.Moved(Displacement, keys.FractionOf($"zone:{accountId}:{zone.Key}") * 2 * Math.PI);
        return (centre, zone.Radius, outer, zone.Radius + Displacement);
    }
}
