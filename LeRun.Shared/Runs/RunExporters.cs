using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using LeRun.Runs.Analysis;
using LeRun.Runs.Files;
using LeRun.Runs.Privacy;
using LeRun.Runs.Progress;
using LeRun.Runs.Tracks;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Runs;

/// <summary>Exports an account's run records with their markers, newest first: as JSON, which has all, and as GPX.</summary>
public sealed class RecordExporter(RecordStore records, RecordFiles files) : IUserDataExporter
{
    // A track of an hour takes 30 KB: what is read at a time stays small.
    private const int Step = 20;

    /// <inheritdoc/>
    public string Kind => "records";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = ExportedPiece.ReadPagesAsync(
            last => records.ListAsync(
                account.AccountId, Parse(last), Step, markers: true, publicOnly: false, CursorOf, cancellationToken),
            after);
        await foreach (var record in all)
        {
            yield return ExportedPiece.JsonFile(
                CursorOf(record), $"records/{NameOf(record)}.json", ExportedRecord.Of(record), ExportedRunJson.Default);
            if (record.MarkerCount > 0)
            {
                var run = files.Of(SeenRecord.ForRunner(record), CoordinateSystems.Wgs84);
                yield return new ExportedPiece(
                    CursorOf(record),
                    $"gpx/{NameOf(record)}.gpx",
                    (file, token) => run.WriteAsync(file, RunFileFormat.Gpx, token));
            }
        }
    }

    // A runner has one record of a start.
    private static string CursorOf(RunRecord record) => UtcMilliseconds.Format(record.Start);

    private static DateTimeOffset? Parse(string? cursor) =>
        cursor is null ? null : DateTimeOffset.Parse(cursor, CultureInfo.InvariantCulture);

    private static string NameOf(RunRecord record) =>
        $"{record.Start.UtcDateTime.ToString("yyyy-MM-dd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{record.Id}";
}

/// <summary>Exports an account's live run.</summary>
public sealed class LiveRunExporter(LiveRunStore lives) : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "liveRun";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after is not null || await lives.FindWholeAsync(account.AccountId, cancellationToken) is not { } live)
            yield break;
        var run = live.Head.Run;
        var exported = new ExportedLiveRun(
            run.Meters, run.Seconds, run.Latitude, run.Longitude, run.Running, run.Start, run.CoordinateSystem, run.TimeZone,
            live.Head.Device, live.Head.UpdatedAt, live.Head.RecordId, LiveRunSnapshot.Of(live).Markers!, live.Samples);
        yield return ExportedPiece.JsonFile(Kind, "liveRun.json", exported, ExportedRunJson.Default);
    }
}

/// <summary>Exports what an account has set for its statistics, and its personal bests.</summary>
public sealed class ProgressExporter(ProgressStore progress) : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "progress";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after is not null)
            yield break;
        // Totals by month are sums over the records: no month is asked for.
        var read = await progress.ReadAsync(account.AccountId, DateOnly.MaxValue, DateOnly.MinValue, cancellationToken);
        var (settings, bests) = (read.Settings, read.Bests);
        var exported = new ExportedProgress(
            settings.TimeZone, settings.Units, settings.WeekStart.ToString(), settings.Goal, bests.Efforts, bests.Longest,
            bests.LongestTime);
        yield return ExportedPiece.JsonFile(Kind, "progress.json", exported, ExportedRunJson.Default);
    }
}

/// <summary>Exports what an account lets others see.</summary>
public sealed class PrivacyExporter(PrivacyStore privacies) : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "privacy";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after is not null)
            yield break;
        var privacy = await privacies.ReadAsync(account.AccountId, cancellationToken);
        var exported = new ExportedPrivacy(
            privacy.DefaultVisibility, privacy.TrimMeters, privacy.ShowMap, privacy.ShowStartTime, privacy.Zones,
            privacy.HideInRooms);
        yield return ExportedPiece.JsonFile(Kind, "privacy.json", exported, ExportedRunJson.Default);
    }
}

/// <summary>What an account lets others see, as it set it.</summary>
internal sealed record ExportedPrivacy(
    string DefaultVisibility, double TrimMeters, bool ShowMap, bool ShowStartTime, IReadOnlyList<PrivacyZone> Zones,
    bool HideInRooms);

/// <summary>A record as its runner reads it.</summary>
internal sealed record ExportedRecord(
    [property: JsonPropertyName("_id")] string Id, string? Name, string? Note, string Kind, string Visibility, double Meters,
    double Seconds, double? Pace, DateTimeOffset Start, DateTimeOffset End, DateOnly? LocalDate, string? TimeZone,
    double? MovingSeconds, string? Source, bool EndedByServer, string? CoordinateSystem, double? Latitude, double? Longitude,
    IReadOnlyList<Effort> Efforts, IReadOnlyList<RunSample> Samples, Track? Markers, DateTimeOffset CreatedAt,
    DateTimeOffset? UpdatedAt, [property: JsonPropertyName("__v")] int Version)
{
    /// <summary>Shows a record that was read with its markers.</summary>
    public static ExportedRecord Of(RunRecord record) => new(
        record.Id, record.Name, record.Note, record.Kind, record.Visibility, record.Meters, record.Seconds, record.Pace,
        record.Start, record.End, record.LocalDate, record.TimeZone, record.MovingSeconds, record.Source, record.EndedByServer,
        record.CoordinateSystem, record.Latitude, record.Longitude, record.Efforts, record.Samples, record.Track?.Unpack(),
        record.CreatedAt, record.UpdatedAt, record.Version);
}

/// <summary>A live run as its runner reads it.</summary>
internal sealed record ExportedLiveRun(
    double Meters, double Seconds, double? Latitude, double? Longitude, bool Running, DateTimeOffset Start,
    string? CoordinateSystem, string? TimeZone, string? Device, DateTimeOffset UpdatedAt, string? RecordId, Track Markers,
    IReadOnlyList<RunSample> Samples);

/// <summary>A runner's settings and bests as they read them.</summary>
internal sealed record ExportedProgress(
    string? TimeZone, string Units, string WeekStart, RunnerGoal? Goal,
    IReadOnlyDictionary<string, IReadOnlyList<BestEffort>> Bests, BestRun? LongestRun, BestRun? LongestTime);

[JsonSerializable(typeof(ExportedRecord))]
[JsonSerializable(typeof(ExportedLiveRun))]
[JsonSerializable(typeof(ExportedProgress))]
[JsonSerializable(typeof(ExportedPrivacy))]
internal sealed partial class ExportedRunJson : JsonSerializerContext;
