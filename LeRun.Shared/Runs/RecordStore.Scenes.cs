using System.Text.Json;
using LeRun.Runs.Privacy;
using LeRun.Runs.Progress;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Runs;

/// <content>Reading what records are counted into.</content>
public sealed partial class RecordStore
{
    /// <summary>
    /// What stands in a runner's partition when a record is stored. 1 request, of the same size however many runs there are; 1
    /// more for an earlier record of another month.
    /// </summary>
    /// <param name="accountId">The runner.</param>
    /// <param name="days">Days of the months that are wanted.</param>
    /// <param name="starts">Starts of the run: an earlier record of one of them is looked for.</param>
    /// <param name="idempotencyKey">An earlier record of this key is looked for; null: none is.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<RunnerScene> ReadSceneAsync(
        string accountId, IEnumerable<DateOnly> days, IReadOnlyList<DateTimeOffset> starts, string? idempotencyKey,
        CancellationToken cancellationToken)
    {
        var scene = new Scene(_container, accountId, days);
        // Lists as IN, which the index serves.
        var times = SqlLiteral.ListOf(starts.Select(UtcMilliseconds.Format).DefaultIfEmpty(""));
        var query = new QueryDefinition(
                $"SELECT * FROM c WHERE c.id IN {SqlLiteral.ListOf(scene.Ids)} OR c.type = @chunk OR (c.type = @record"
                + $" AND (c.start IN {times} OR c.sentStart IN {times} OR c.idempotencyKey = @key))")
            .WithParameter("@chunk", MarkerChunk.ItemType)
            .WithParameter("@record", RunRecord.ItemType)
            .WithParameter("@key", idempotencyKey ?? "");
        await scene.ReadAsync(query, cancellationToken);

        // With the same key the caller says that it is the same request; the same start only says that it is the same run.
        var earlier = scene.Records
            .OrderBy(record => idempotencyKey is null || record.IdempotencyKey != idempotencyKey).FirstOrDefault();
        if (earlier?.LocalDate is { } date && scene.Lacks(date))
            await scene.ReadMonthAsync(date, cancellationToken);
        return scene.ToScene(earlier);
    }

    /// <summary>
    /// A record with what changes when it goes. 1 request; 1 more for a record that was stored in another month than its run.
    /// </summary>
    /// <returns>The record is null if there is none.</returns>
    public async Task<(RunRecord? Record, RunnerScene Scene)> ReadSceneOfAsync(
        string accountId, string id, CancellationToken cancellationToken)
    {
        // An id begins with the time at which it was made.
        var scene = new Scene(_container, accountId, RunnerScene.DaysAround(IdGenerator.TimeOf(id)));
        var query = new QueryDefinition($"SELECT * FROM c WHERE c.id IN {SqlLiteral.ListOf(scene.Ids.Append(id))}");
        await scene.ReadAsync(query, cancellationToken);
        var record = scene.Records.FirstOrDefault();
        if (record?.LocalDate is { } date && scene.Lacks(date))
            await scene.ReadMonthAsync(date, cancellationToken);
        return (record, scene.ToScene(record));
    }

    /// <summary>The most metres of a runner's other runs of a day; 0 if there is none. 1 request.</summary>
    public async Task<double> LongestOtherAsync(string accountId, CountedRun run, CancellationToken cancellationToken)
    {
        // A day anywhere on earth lies within these.
        var (from, to) = (run.Date.AddDays(-1), run.Date.AddDays(2));
        var query = new QueryDefinition($"SELECT {Summary} FROM c WHERE c.type = @type AND c.start >= @from AND c.start < @to")
            .WithParameter("@type", RunRecord.ItemType)
            .WithParameter("@from", UtcMilliseconds.Format(new DateTimeOffset(from.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)))
            .WithParameter("@to", UtcMilliseconds.Format(new DateTimeOffset(to.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)));
        var longest = 0.0;
        await foreach (var record in _container.ReadAllAsync<RunRecord>(query, accountId, cancellationToken))
            longest = record.LocalDate == run.Date && record.Id != run.RecordId ? Math.Max(longest, record.Meters) : longest;
        return longest;
    }

    /// <summary>A runner's records, without markers, that overlap a time: runs of up to two days are found. 1 request.</summary>
    public async Task<IReadOnlyList<RunRecord>> ListAroundAsync(
        string accountId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                $"SELECT {Summary}, c.sentStart FROM c WHERE c.type = @type AND c.start >= @first AND c.start <= @to"
                + " AND c[\"end\"] >= @from")
            .WithParameter("@type", RunRecord.ItemType)
            .WithParameter("@first", UtcMilliseconds.Format(from.AddDays(-2)))
            .WithParameter("@from", UtcMilliseconds.Format(from))
            .WithParameter("@to", UtcMilliseconds.Format(to));
        var found = new List<RunRecord>();
        await foreach (var record in _container.ReadAllAsync<RunRecord>(query, accountId, cancellationToken))
            found.Add(record);
        return found;
    }

    /// <summary>Records of any runners that are not counted yet. 1 query over all partitions.</summary>
    public Task<IReadOnlyList<RunRecord>> ListUncountedAsync(int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = @type AND NOT IS_DEFINED(c.localDate)")
            .WithParameter("@type", RunRecord.ItemType);
        return _container.ReadSomeAsync<RunRecord>(query, partition: null, limit, cancellationToken);
    }

    private sealed class Scene(Container container, string accountId, IEnumerable<DateOnly> days)
    {
        private readonly List<JsonElement> _items = [];
        private readonly List<DateOnly> _days = [.. days.DistinctBy(MonthTotals.IdOf)];

        public string[] Ids =>
        [
            LiveRun.ItemId, PersonalBests.ItemId, RunnerSettings.ItemId, RunnerPrivacy.ItemId,
            .. _days.Select(MonthTotals.IdOf),
        ];

        public IEnumerable<RunRecord> Records => Of<RunRecord>(RunRecord.ItemType);

        public bool Lacks(DateOnly day) =>
            !_days.Select(MonthTotals.IdOf).Contains(MonthTotals.IdOf(day), StringComparer.Ordinal);

        public async Task ReadAsync(QueryDefinition query, CancellationToken cancellationToken)
        {
            await foreach (var item in container.ReadAllAsync<JsonElement>(query, accountId, cancellationToken))
                _items.Add(item);
        }

        public Task ReadMonthAsync(DateOnly day, CancellationToken cancellationToken)
        {
            _days.Add(day);
            var query = new QueryDefinition("SELECT * FROM c WHERE c.id = @id").WithParameter("@id", MonthTotals.IdOf(day));
            return ReadAsync(query, cancellationToken);
        }

        public RunnerScene ToScene(RunRecord? earlier)
        {
            var months = Of<MonthTotals>(MonthTotals.ItemType).ToDictionary(month => month.Id, StringComparer.Ordinal);
            return new RunnerScene(
                LiveRunStore.Assemble(container, _items),
                earlier,
                Of<PersonalBests>(PersonalBests.ItemId).FirstOrDefault() ?? PersonalBests.None(accountId),
                [.. _days.Select(day => months.GetValueOrDefault(MonthTotals.IdOf(day)) ?? MonthTotals.None(accountId, day))],
                Of<RunnerSettings>(RunnerSettings.ItemId).FirstOrDefault() ?? RunnerSettings.None(accountId),
                Of<RunnerPrivacy>(RunnerPrivacy.ItemId).FirstOrDefault() ?? RunnerPrivacy.None(accountId));
        }

        private IEnumerable<T> Of<T>(string type)
            where T : CosmosItem =>
            container.OfType<T>(_items, type);
    }
}
