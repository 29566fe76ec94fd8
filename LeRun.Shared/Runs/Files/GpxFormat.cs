using LeRun.Runs.Tracks;
using LeRun.Storage;

namespace LeRun.Runs.Files;

/// <summary>GPX 1.1.</summary>
internal static class GpxFormat
{
    // A whole turn west is the same meridian, and the schema has no 180 degrees.
    private const int Turn = 1_800_000_000;

    /// <summary>Writes a run as one track.</summary>
    public static async Task WriteAsync(RunFile file, FileText text, CancellationToken cancellationToken)
    {
        text.Add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"u8)
            .Add("<gpx version=\"1.1\" creator=\"LeRun\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n"u8);
        if (file.Start is { } start)
            text.Add("  <metadata><time>"u8).Add(UtcMilliseconds.Format(start)).Add("</time></metadata>\n"u8);
        text.Add("  <trk>\n"u8);
        if (file.Name is { Length: > 0 } name)
            text.Add("    <name>"u8).AddXml(name).Add("</name>\n"u8);
        text.Add("    <type>"u8).Add(file.IsWalk ? "walking"u8 : "running"u8).Add("</type>\n    <trkseg>\n"u8);
        var track = file.Track.Track;
        var altitudes = track.Optional(MarkerColumn.Altitude);
        for (var i = 0; i < track.Count; i++)
        {
            text.Add("      <trkpt lat=\""u8).Add(track.Latitudes[i], 7).Add("\" lon=\""u8)
                .Add(Longitude(track.Longitudes[i]), 7).Add("\">"u8);
            if (altitudes?[i] is { } altitude)
                text.Add("<ele>"u8).Add(altitude, 2).Add("</ele>"u8);
            if (file.TimeAt(i) is { } time)
                text.Add("<time>"u8).Add(time).Add("</time>"u8);
            text.Add("</trkpt>\n"u8);
            await text.FlowAsync(cancellationToken);
        }

        text.Add("    </trkseg>\n  </trk>\n</gpx>\n"u8);
    }

    /// <summary>A longitude as the schemas of GPX and TCX take it, in 1e-7 degrees.</summary>
    public static int Longitude(int longitude) => longitude == Turn ? -Turn : longitude;
}
