using LeRun.Runs.Analysis;
using LeRun.Runs.Tracks;
using LeRun.Storage;

namespace LeRun.Runs.Files;

/// <summary>
/// Training Center XML, version 2. Every point of it must have a time: where none is known, points follow one another at the
/// average pace; where the start is hidden, the run begins at midnight.
/// </summary>
internal static class TcxFormat
{
    /// <summary>Writes a run as an activity of one lap.</summary>
    public static async Task WriteAsync(RunFile file, FileText text, CancellationToken cancellationToken)
    {
        var day = file.Date ?? DateOnly.FromDateTime(DateTime.UnixEpoch);
        var start = file.Start ?? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        text.Add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"u8)
            .Add("<TrainingCenterDatabase xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\">\n"u8)
            .Add("  <Activities>\n    <Activity Sport=\""u8).Add(file.IsWalk ? "Other"u8 : "Running"u8).Add("\">\n      <Id>"u8)
            .Add(UtcMilliseconds.Format(start)).Add("</Id>\n      <Lap StartTime=\""u8).Add(UtcMilliseconds.Format(start))
            .Add("\">\n        <TotalTimeSeconds>"u8).Add((long)Math.Round(file.Seconds * 1e3), 3)
            .Add("</TotalTimeSeconds>\n        <DistanceMeters>"u8).Add((long)Math.Round(file.Meters * 1e2), 2)
            .Add("</DistanceMeters>\n        <Calories>0</Calories>\n        <Intensity>Active</Intensity>\n"u8)
            .Add("        <TriggerMethod>Manual</TriggerMethod>\n"u8);
        if (file.Track.Count > 0)
            await WriteTrackAsync(file, start, text, cancellationToken);
        text.Add("      </Lap>\n"u8);
        if (file.Name is { Length: > 0 } name)
            text.Add("      <Notes>"u8).AddXml(name).Add("</Notes>\n"u8);
        text.Add("    </Activity>\n  </Activities>\n</TrainingCenterDatabase>\n"u8);
    }

    private static async Task WriteTrackAsync(
        RunFile file, DateTimeOffset start, FileText text, CancellationToken cancellationToken)
    {
        var track = file.Track.Track;
        var altitudes = track.Optional(MarkerColumn.Altitude);
        var lengths = TrackLength.Along(track);
        text.Add("        <Track>\n"u8);
        for (var i = 0; i < track.Count; i++)
        {
            var seconds = file.Times?[i] ?? (file.Meters > 0 ? lengths[i] * file.Seconds / file.Meters : 0);
            text.Add("          <Trackpoint><Time>"u8).Add(UtcMilliseconds.Format(start.AddSeconds(seconds)))
                .Add("</Time><Position><LatitudeDegrees>"u8).Add(track.Latitudes[i], 7)
                .Add("</LatitudeDegrees><LongitudeDegrees>"u8).Add(GpxFormat.Longitude(track.Longitudes[i]), 7)
                .Add("</LongitudeDegrees></Position>"u8);
            if (altitudes?[i] is { } altitude)
                text.Add("<AltitudeMeters>"u8).Add(altitude, 2).Add("</AltitudeMeters>"u8);
            text.Add("<DistanceMeters>"u8).Add((long)Math.Round(lengths[i] * 1e2), 2).Add("</DistanceMeters></Trackpoint>\n"u8);
            await text.FlowAsync(cancellationToken);
        }

        text.Add("        </Track>\n"u8);
    }
}
