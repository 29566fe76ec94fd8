using Microsoft.Extensions.Logging;

namespace LeRun.Runs;

/// <summary>
/// Counts records that were stored before there were statistics: their date, their efforts, bests and months, each record in
/// one batch. What stops it may stop it anywhere; the next tick goes on with the records that are left.
/// </summary>
public sealed partial class RecordBackfill(
    RecordStore records, RecordCounting counting, TimeProvider clock, ILogger<RecordBackfill> logger)
{
    private const int RecordsAQuery = 100;

    private static readonly TimeSpan Working = TimeSpan.FromMinutes(4);

    /// <summary>Counts records until its time is up. 1 query over all partitions for 100, and 2 requests each.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var end = clock.GetUtcNow() + Working;
        var (counted, skipped) = (0, new HashSet<string>(StringComparer.Ordinal));
        while (clock.GetUtcNow() < end)
        {
            var found = await records.ListUncountedAsync(RecordsAQuery + skipped.Count, cancellationToken);
            var left = found.Where(record => !skipped.Contains(record.Id)).ToList();
            if (left.Count == 0)
                break;
            foreach (var record in left)
            {
                if (await TryCountAsync(record, cancellationToken))
                    counted++;
                else
                    skipped.Add(record.Id);
            }
        }

        if (counted + skipped.Count > 0)
            Log.Counted(logger, counted, skipped.Count);
    }

    private async Task<bool> TryCountAsync(RunRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var scene = await records.ReadSceneAsync(
                record.AccountId, RunnerScene.DaysAround(record.Start), [], idempotencyKey: null, cancellationToken);
            return counting.Count(record, scene) is { } write
                && await records.TryStoreAsync(write, finished: null, cancellationToken) is not null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, exception, record.Id);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Records of before: {Counted} counted, {Skipped} left for the next tick.")]
        public static partial void Counted(ILogger logger, int counted, int skipped);

        [LoggerMessage(2, LogLevel.Warning, "Record {RecordId} could not be counted; the next tick tries again.")]
        public static partial void Failed(ILogger logger, Exception exception, string recordId);
    }
}
