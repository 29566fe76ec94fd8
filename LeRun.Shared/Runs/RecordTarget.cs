using LeRun.Runs.Privacy;
using LeRun.Safety;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.Runs;

/// <summary>
/// Public records, as things that can be reported. A hidden one is private, and stays so until a moderator decides otherwise:
/// then its runner may make it public again. Nobody takes a run from its runner.
/// </summary>
public sealed class RecordTarget(RecordModerationStore store, PrivacyKeys keys) : IReportTarget
{
    /// <inheritdoc/>
    public string Kind => "record";

    /// <inheritdoc/>
    public bool CanBeRemoved => false;

    /// <inheritdoc/>
    public async Task<ReportedThing?> FindAsync(Viewer viewer, string id, CancellationToken cancellationToken) =>
        await store.FindPublicAsync(keys.IdOf(id) ?? id, cancellationToken) is { } record && viewer.Sees(record.AccountId)
            ? Of(record)
            : null;

    /// <inheritdoc/>
    public async Task<ReportedThing?> FindAsync(TargetKey key, CancellationToken cancellationToken) =>
        await store.FindAsync(AccountOf(key), IdOf(key), cancellationToken) is { } record ? Of(record) : null;

    /// <inheritdoc/>
    public async Task<bool> MarkAsync(ReportedThing thing, ModerationMark mark, CancellationToken cancellationToken)
    {
        await store.TryMarkAsync(AccountOf(thing.Key), IdOf(thing.Key), mark, cancellationToken);
        // It is its runner who shows it again.
        return true;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(ReportedThing thing, CancellationToken cancellationToken) => Task.CompletedTask;

    private static string AccountOf(TargetKey key) => key.Locator!.Split('/')[0];

    private static string IdOf(TargetKey key) => key.Locator!.Split('/')[1];

    private ReportedThing Of(RunRecord record)
    {
        var snapshot = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = record.Name ?? "",
            ["note"] = record.Note ?? "",
            ["meters"] = SqlLiteral.Of(record.Meters),
            ["seconds"] = SqlLiteral.Of(record.Seconds),
        };
        var author = Identity.Username.TryParse(record.Username, out var name) ? name.Normalized : record.Username;
        return new ReportedThing(
            // The id of a record tells when it was made: whoever reports it need not know.
            new TargetKey("record", keys.TagOf("report:" + record.Id), $"{record.AccountId}/{record.Id}"),
            record.AccountId, author, record.Username, SqlLiteral.Of(record.Version), snapshot);
    }
}

/// <summary>What moderators decide about records, stored with them. Costs are in Cosmos requests.</summary>
public sealed class RecordModerationStore(Database database)
{
    private readonly Container _container = database.GetContainer(LiveRunStore.ContainerName);

    /// <summary>A public record of whomever; null if there is none. 1 query over all partitions, for an id.</summary>
    public async Task<RunRecord?> FindPublicAsync(string id, CancellationToken cancellationToken)
    {
        if (!IdGenerator.IsId(id))
            return null;
        var query = new QueryDefinition("SELECT * FROM c WHERE c.id = @id AND c.type = @type")
            .WithParameter("@id", id)
            .WithParameter("@type", RunRecord.ItemType);
        return await _container.ReadSomeAsync<RunRecord>(query, partition: null, limit: 1, cancellationToken)
            is [{ Visibility: RunVisibility.Public } record] ? record : null;
    }

    /// <summary>A record; null if there is none. 1 request.</summary>
    public Task<RunRecord?> FindAsync(string accountId, string id, CancellationToken cancellationToken) =>
        _container.FindAsync<RunRecord>(accountId, id, cancellationToken);

    /// <summary>
    /// Stores a decision; one that hides makes the record private. False if a later decision is stored, or there is no such
    /// record. 1 request.
    /// </summary>
    public Task<bool> TryMarkAsync(string accountId, string id, ModerationMark mark, CancellationToken cancellationToken) =>
        _container.TryPatchAsync(
            accountId,
            id,
            mark.ReplacesStored(),
            mark.Hidden
                ? [PatchOperation.Set("/moderation", mark), PatchOperation.Set("/visibility", RunVisibility.Private)]
                : [PatchOperation.Set("/moderation", mark)],
            cancellationToken);
}
