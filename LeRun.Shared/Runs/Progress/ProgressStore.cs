using System.Text.Json;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Runs.Progress;

/// <summary>What a runner's statistics are read from.</summary>
/// <param name="Bests">The personal bests.</param>
/// <param name="Months">The months that were asked for, those without runs left out.</param>
/// <param name="Settings">The runner's settings.</param>
public sealed record RunnerProgress(PersonalBests Bests, IReadOnlyList<MonthTotals> Months, RunnerSettings Settings);

/// <summary>
/// Personal bests, months and settings of runners, beside the records that they are made from. Costs are in Cosmos requests.
/// </summary>
public sealed class ProgressStore(Database database)
{
    /// <summary>The container's name: the records' own, since what is exact with a record is in its partition.</summary>
    public const string ContainerName = "runs";

    private readonly Container _container = database.GetContainer(ContainerName);

    /// <summary>A runner's progress. 1 request.</summary>
    /// <param name="accountId">The runner.</param>
    /// <param name="from">Only months from that of this day on.</param>
    /// <param name="to">Only months up to that of this day.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<RunnerProgress> ReadAsync(
        string accountId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                "SELECT * FROM c WHERE c.type IN (@bests, @settings)"
                + " OR (c.type = @month AND c.id >= @from AND c.id <= @to)")
            .WithParameter("@bests", PersonalBests.ItemId)
            .WithParameter("@settings", RunnerSettings.ItemId)
            .WithParameter("@month", MonthTotals.ItemType)
            .WithParameter("@from", MonthTotals.IdOf(from))
            .WithParameter("@to", MonthTotals.IdOf(to));
        var items = new List<JsonElement>();
        await foreach (var item in _container.ReadAllAsync<JsonElement>(query, accountId, cancellationToken))
            items.Add(item);
        return new RunnerProgress(
            Of<PersonalBests>(PersonalBests.ItemId).FirstOrDefault() ?? PersonalBests.None(accountId),
            [.. Of<MonthTotals>(MonthTotals.ItemType)],
            Of<RunnerSettings>(RunnerSettings.ItemId).FirstOrDefault() ?? RunnerSettings.None(accountId));

        IEnumerable<T> Of<T>(string type)
            where T : CosmosItem => _container.OfType<T>(items, type);
    }

    /// <summary>A runner's settings. 1 request.</summary>
    public async Task<RunnerSettings> ReadSettingsAsync(string accountId, CancellationToken cancellationToken) =>
        await _container.FindAsync<RunnerSettings>(accountId, RunnerSettings.ItemId, cancellationToken)
            ?? RunnerSettings.None(accountId);

    /// <summary>Sets a runner's settings; false if they changed since they were read. 1 request.</summary>
    public async Task<bool> TrySetAsync(RunnerSettings settings, CancellationToken cancellationToken) =>
        settings.ETag is null
            ? await _container.TryCreateAsync(settings.AccountId, settings, cancellationToken) is not null
            : await _container.TryReplaceAsync(settings.AccountId, settings, cancellationToken) is not null;

    /// <summary>
    /// Counts the bests again from all records, and stores them; null if they changed meanwhile. 1 request a page of records, of
    /// which only what counts is read, and 1.
    /// </summary>
    public async Task<PersonalBests?> TryCountAgainAsync(PersonalBests stale, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
            "SELECT c.id, c.localDate, c.start, c.meters, c.seconds, c.efforts FROM c"
            + " WHERE c.type = \"record\" AND IS_DEFINED(c.localDate)");
        var bests = PersonalBests.None(stale.AccountId) with { ETag = stale.ETag };
        await foreach (var row in _container.ReadAllAsync<CountedRow>(query, stale.AccountId, cancellationToken))
            bests = bests.With(row.ToCounted()).After;
        return await _container.TryReplaceAsync(stale.AccountId, bests, cancellationToken);
    }
}

/// <summary>As much of a record as counts.</summary>
internal sealed record CountedRow(
    string Id, DateOnly LocalDate, DateTimeOffset Start, double Meters, double Seconds, IReadOnlyList<Analysis.Effort> Efforts)
{
    public CountedRun ToCounted() => new(Id, LocalDate, Start, Meters, Seconds, Efforts);
}
