using LeRun.Runs.Files;
using LeRun.Runs.Progress;
using Microsoft.Extensions.Options;

namespace LeRun.Runs;

/// <summary>Finished runs as files.</summary>
public sealed class RecordFiles(IOptions<RunsSettings> settings)
{
    /// <summary>A record as the file that its reader may have.</summary>
    /// <param name="seen">The record, read with its markers.</param>
    /// <param name="coordinateSystem">The system that is wanted.</param>
    public RunFile Of(SeenRecord seen, string coordinateSystem)
    {
        var (record, track) = (seen.Record, seen.Track!);
        // A thinned track's markers are not those that uploads counted.
        var times = seen.IsOwn
            ? RunFile.TimesOf(record.Track!.Unpack(), record.Next is null ? record.Samples : [])
            : null;
        return new RunFile(
            record.Name, record.Kind == RunKind.Walk, seen.ShowsTime ? record.Start : null, record.LocalDate, record.Meters,
            record.Seconds, track.Converted(record.CoordinateSystem ?? settings.Value.CoordinateSystem, coordinateSystem), times)
        {
            CoordinateSystem = coordinateSystem,
        };
    }
}
