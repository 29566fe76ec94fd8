using System.Text.Json;
using LeRun.Runs.Tracks;
using LeRun.Storage;

namespace LeRun.Runs.Files;

/// <summary>GeoJSON (RFC 7946): a feature whose geometry is the track; null where there is no track.</summary>
internal static class GeoJsonFormat
{
    /// <summary>Writes a run.</summary>
    public static async Task WriteAsync(RunFile file, FileText text, CancellationToken cancellationToken)
    {
        var track = file.Track.Track;
        // The altitude is third in a position, and all positions have it or none.
        var altitudes = track.Optional(MarkerColumn.Altitude);
        altitudes = altitudes?.Contains(null) == true ? null : altitudes;
        text.Add("{\"type\":\"Feature\",\"geometry\":"u8);
        // A line has two ends.
        if (track.Count < 2)
        {
            text.Add("null"u8);
        }
        else
        {
            text.Add("{\"type\":\"LineString\",\"coordinates\":["u8);
            for (var i = 0; i < track.Count; i++)
            {
                text.Add(i == 0 ? "["u8 : ",["u8).Add(track.Longitudes[i], 7).Add(","u8).Add(track.Latitudes[i], 7);
                if (altitudes?[i] is { } altitude)
                    text.Add(","u8).Add(altitude, 2);
                text.Add("]"u8);
                await text.FlowAsync(cancellationToken);
            }

            text.Add("]}"u8);
        }

        text.Add(",\"properties\":{\"name\":"u8).Add(file.Name is { } name ? $"\"{JsonEncodedText.Encode(name)}\"" : "null")
            .Add(",\"meters\":"u8).Add((long)Math.Round(file.Meters * 1e2), 2)
            .Add(",\"seconds\":"u8).Add((long)Math.Round(file.Seconds * 1e3), 3)
            .Add(",\"coordinateSystem\":\""u8).Add(file.CoordinateSystem).Add("\""u8);
        if (file.Start is { } start)
            text.Add(",\"start\":\""u8).Add(UtcMilliseconds.Format(start)).Add("\""u8);
        if (file.Times is not null && file.Start is not null)
        {
            text.Add(",\"coordTimes\":["u8);
            for (var i = 0; i < track.Count; i++)
            {
                text.Add(i == 0 ? "\""u8 : ",\""u8).Add(file.TimeAt(i)!).Add("\""u8);
                await text.FlowAsync(cancellationToken);
            }

            text.Add("]"u8);
        }

        text.Add("}}\n"u8);
    }
}
