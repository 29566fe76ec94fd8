using LeRun.Runs.Analysis;
using LeRun.Runs.Privacy;
using LeRun.Runs.Tracks;
using LeRun.Storage;

namespace LeRun.Runs.Files;

/// <summary>The formats of files that runs are taken along in.</summary>
public enum RunFileFormat
{
    /// <summary>GPX 1.1 (TopoGrafix).</summary>
    Gpx,

    /// <summary>Training Center XML, version 2 (Garmin).</summary>
    Tcx,

    /// <summary>GeoJSON (RFC 7946): one feature.</summary>
    GeoJson,
}

/// <summary>A run as it goes into a file, as its reader may see it.</summary>
/// <param name="Name">What its runner calls it; null: nothing.</param>
/// <param name="IsWalk">Whether it is a walk.</param>
/// <param name="Start">When it began; null: the reader may not know.</param>
/// <param name="Date">The date where it was run; null: not known.</param>
/// <param name="Meters">Its distance.</param>
/// <param name="Seconds">Its duration.</param>
/// <param name="Track">Its track, in the coordinate system of the file.</param>
/// <param name="Times">The second of the run at each marker; null: not known, or the reader may not know.</param>
public sealed record RunFile(
    string? Name, bool IsWalk, DateTimeOffset? Start, DateOnly? Date, double Meters, double Seconds, SharedTrack Track,
    IReadOnlyList<double>? Times)
{
    /// <summary>The system of the positions.</summary>
    public string CoordinateSystem { get; init; } = CoordinateSystems.Wgs84;

    /// <summary>Writes the file. What it holds in memory does not grow with the file.</summary>
    /// <param name="stream">Takes it, written in pieces and never synchronously.</param>
    /// <param name="format">In which format.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task WriteAsync(Stream stream, RunFileFormat format, CancellationToken cancellationToken)
    {
        var text = new FileText(stream);
        switch (format)
        {
            case RunFileFormat.Gpx:
                await GpxFormat.WriteAsync(this, text, cancellationToken);
                break;
            case RunFileFormat.Tcx:
                await TcxFormat.WriteAsync(this, text, cancellationToken);
                break;
            default:
                await GeoJsonFormat.WriteAsync(this, text, cancellationToken);
                break;
        }

        await text.FlushAsync(cancellationToken);
    }

    /// <summary>
    /// The second of the run at each marker: from the markers' own times; else from what the uploads of the live run told. What
    /// lies between is interpolated.
    /// </summary>
    /// <param name="track">The whole track, not thinned.</param>
    /// <param name="samples">What the uploads told.</param>
    /// <returns>Null if nothing tells it.</returns>
    public static IReadOnlyList<double>? TimesOf(Track track, IReadOnlyList<RunSample> samples)
    {
        var (places, seconds) = (new List<double>(), new List<double>());
        if (track.Optional(MarkerColumn.At) is { } times)
        {
            for (var i = 0; i < times.Length; i++)
            {
                if (times[i] is { } time)
                    Add(i, time / Tracks.Track.SecondScale);
            }
        }
        else
        {
            // The last marker of an upload is where the runner was when it was sent.
            foreach (var sample in samples.Where(sample => sample.Markers > 0))
                Add(sample.Markers - 1, sample.Seconds);
        }

        if (places.Count < 2)
            return null;
        double[] known = [.. places];
        double[] at = [.. seconds];
        return [.. Enumerable.Range(0, track.Count).Select(i => Math.Round(RunCurve.Interpolate(known, at, i), 3))];

        void Add(double place, double second)
        {
            if (places.Count == 0 || (place > places[^1] && second >= seconds[^1]))
            {
                places.Add(place);
                seconds.Add(second);
            }
        }
    }

    /// <summary>The time at a marker as files have it; null: not known.</summary>
    internal string? TimeAt(int index) =>
        Start is { } start && Times is { } times ? UtcMilliseconds.Format(start.AddSeconds(times[index])) : null;
}
