using LeRun.Identity;
using LeRun.Localization;
using LeRun.Runs.Files;

namespace LeRun.Runs;

/// <summary>Makes records of files. Costs are in Cosmos requests.</summary>
public sealed class RecordImport(RecordStore records, RecordCreation creation, TimeProvider clock)
{
    // Of its time, so much in another run makes it the same run.
    private const double SameRun = 0.8;

    /// <summary>
    /// Stores the run of a file and returns its record; the first one stored, if a run with the same start comes again. It
    /// counts as any other record. Fails as <see cref="Invalid"/> for what is no run, <see cref="RunOverlap"/> if it is nearly
    /// all in another one. 3 requests.
    /// </summary>
    /// <param name="caller">The runner.</param>
    /// <param name="file">The file, decompressed.</param>
    /// <param name="coordinateSystem">The system of its positions.</param>
    /// <param name="dryRun">Whether nothing is stored.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Result<ImportedRecord>> ImportAsync(
        Caller caller, byte[] file, string coordinateSystem, bool dryRun, CancellationToken cancellationToken)
    {
        // Files of a well-known site begin with blanks, which XML does not allow before its declaration.
        var begin = Math.Max(0, file.AsSpan().IndexOfAnyExcept(" \t\r\n"u8));
        using var stream = new MemoryStream(file, begin, file.Length - begin, writable: false);
        if (!RunFileReader.Read(stream, clock.GetUtcNow()).TryGet(out var run, out var failure))
            return failure;
        var record = creation.RecordOf(caller, run, coordinateSystem);
        var others = await records.ListAroundAsync(caller.AccountId, record.Start, record.End, cancellationToken);
        if (!others.Any(other => other.Start == record.Start || other.SentStart == record.Start)
            && others.FirstOrDefault(other => ShareOf(record, other) >= SameRun) is { } same)
        {
            return new RunOverlap(new OverlappingRecord(same.Id, same.Name, same.Start, same.End, same.Meters));
        }

        var stored = await (dryRun
            ? creation.PreviewAsync(record, cancellationToken)
            : creation.StoreAsync(record, cancellationToken));
        return stored.Map(found => new ImportedRecord(found, run.Warnings, IsStored: !dryRun || found.Id != record.Id));
    }

    private static double ShareOf(RunRecord record, RunRecord other)
    {
        var from = record.Start > other.Start ? record.Start : other.Start;
        var to = record.End < other.End ? record.End : other.End;
        var whole = (record.End - record.Start).TotalSeconds;
        return whole > 0 ? (to - from).TotalSeconds / whole : to >= from ? 1 : 0;
    }
}

/// <summary>A record that came in a file.</summary>
/// <param name="Record">The record.</param>
/// <param name="Warnings">What was not taken as it is.</param>
/// <param name="IsStored">Whether it is stored; else it only shows what it would be.</param>
public sealed record ImportedRecord(RunRecord Record, IReadOnlyList<FileWarning> Warnings, bool IsStored);

/// <summary>The run of a file is nearly all in another one.</summary>
/// <param name="Record">That one.</param>
public sealed record RunOverlap(OverlappingRecord Record) : Conflict(Messages.Overlaps)
{
    /// <inheritdoc/>
    public override object? Current => Record;

    /// <inheritdoc/>
    public override string CurrentName => "record";
}

/// <summary>A record that stands in the way of a file.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What the runner calls it; null: nothing.</param>
/// <param name="Start">When the run began.</param>
/// <param name="End">When it ended.</param>
/// <param name="Meters">Its distance.</param>
public sealed record OverlappingRecord(
    [property: System.Text.Json.Serialization.JsonPropertyName("_id")] string Id, string? Name, DateTimeOffset Start,
    DateTimeOffset End, double Meters);
