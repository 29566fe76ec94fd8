using System.Text.Json;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Safety;

/// <summary>
/// Cases and reports in container <c>moderation</c>, partition key <c>/target</c>. Costs are in Cosmos requests.
/// </summary>
public sealed class CaseStore(Database database)
{
    /// <summary>The container's name.</summary>
    public const string ContainerName = "moderation";

    private readonly Container _container = database.GetContainer(ContainerName);

    /// <summary>The container as infra/ and LocalHost create it.</summary>
    public static ContainerDefinition Definition { get; } = new(
        ContainerName, "/target", "/target/?", "/type/?", "/status/?", "/kind/?", "/round/?", "/dueAt/?", "/pendingAt/?",
        "/authorId/?", "/reporterId/?", "/reportId/?");

    /// <summary>
    /// The case of a thing, and an account's report of it; null for what there is not. 1 query in one partition.
    /// </summary>
    public async Task<(Case? Case, Report? Report)> FindAsync(
        string target, string reporterId, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.id = @case OR c.id = @report")
            .WithParameter("@case", Case.ItemType)
            .WithParameter("@report", Report.IdOf(reporterId));
        var found = await _container.ReadSomeAsync<JsonElement>(query, target, limit: 2, cancellationToken);
        return (
            _container.OfType<Case>(found, Case.ItemType).FirstOrDefault(),
            _container.OfType<Report>(found, Report.ItemType).FirstOrDefault());
    }

    /// <summary>The case of a thing; null if there is none. 1 request.</summary>
    public Task<Case?> FindAsync(string target, CancellationToken cancellationToken) =>
        _container.FindAsync<Case>(target, Case.ItemType, cancellationToken);

    /// <summary>
    /// Stores a report together with its case as it is then, both or neither; null if the case changed since it was read. 1
    /// request.
    /// </summary>
    public async Task<Case?> TryStoreAsync(Case found, Report report, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(found.Target));
        if (found.ETag is null)
            batch.CreateItemStream(_container.Serialize(found));
        else
            batch.ReplaceItemStream(Case.ItemType, _container.Serialize(found), new() { IfMatchEtag = found.ETag });
        batch.UpsertItemStream(_container.Serialize(report));
        using var response = await batch.ExecuteAsync(_container, cancellationToken);
        if (response.IsSuccessStatusCode)
            return found with { ETag = response[0].ETag };
        return response[0].IsMissingOrChanged() || response[0].IsConflict() ? null : throw response.ToException();
    }

    /// <summary>Stores a case, new or as it was read; null if it changed since. 1 request.</summary>
    public Task<Case?> TryStoreAsync(Case found, CancellationToken cancellationToken) => found.ETag is null
        ? _container.TryCreateAsync(found.Target, found, cancellationToken)
        : _container.TryReplaceAsync(found.Target, found, cancellationToken);

    /// <summary>
    /// Notes that the effect of a decision is complete, if the case is still as it was decided. It starts its time to live. 1
    /// request.
    /// </summary>
    public Task<bool> TryCompleteAsync(Case found, CancellationToken cancellationToken) =>
        _container.TryPatchAsync(
            found.Target,
            Case.ItemType,
            $"c.caseId = {SqlLiteral.Of(found.CaseId)} AND c.version = {SqlLiteral.Of(found.Version)} AND IS_NUMBER(c.pendingAt)",
            [PatchOperation.Remove("/pendingAt")],
            cancellationToken);

    /// <summary>Cases, the oldest round first. 1 query over all partitions.</summary>
    public Task<Page<Case>> ListAsync(
        string status, string? kind, string? after, int limit, Func<Case, string> cursor, CancellationToken cancellationToken)
    {
        var (ofKind, later) = (kind is null ? "" : "AND c.kind = @kind", after is null ? "" : "AND c.round > @after");
        var query = new QueryDefinition(
                $"SELECT * FROM c WHERE c.type = @type AND c.status = @status {ofKind} {later} ORDER BY c.round")
            .WithParameter("@type", Case.ItemType)
            .WithParameter("@status", status)
            .WithParameter("@kind", kind)
            .WithParameter("@after", after);
        return _container.ReadPageAsync(query, partition: null, limit, cursor, cancellationToken);
    }

    /// <summary>The cases about things of an account, at most so many. 1 query over all partitions.</summary>
    public Task<IReadOnlyList<Case>> ListOfAuthorAsync(string authorId, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = @type AND c.authorId = @author")
            .WithParameter("@type", Case.ItemType)
            .WithParameter("@author", authorId);
        return _container.ReadSomeAsync<Case>(query, partition: null, limit, cancellationToken);
    }

    /// <summary>Decisions whose effect is outstanding since before a time. 1 query over all partitions.</summary>
    public Task<IReadOnlyList<Case>> ListPendingAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                "SELECT * FROM c WHERE c.type = @type AND IS_NUMBER(c.pendingAt) AND c.pendingAt <= @before ORDER BY c.pendingAt")
            .WithParameter("@type", Case.ItemType)
            .WithParameter("@before", before.ToUnixTimeMilliseconds());
        return _container.ReadSomeAsync<Case>(query, partition: null, limit, cancellationToken);
    }

    /// <summary>Open cases that were to be decided before a time, at most so many. 1 query over all partitions.</summary>
    public async Task<int> CountOverdueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                $"SELECT {ItemRow.Columns} FROM c WHERE c.type = @type AND c.status = @status AND c.dueAt <= @now")
            .WithParameter("@type", Case.ItemType)
            .WithParameter("@status", CaseStatus.Open)
            .WithParameter("@now", UtcMilliseconds.Format(now));
        return (await _container.ReadSomeAsync<ItemRow>(query, partition: null, limit, cancellationToken)).Count;
    }

    /// <summary>An account's reports, the earliest first. 1 query over all partitions.</summary>
    public Task<Page<Report>> ListReportsAsync(string reporterId, string? after, int limit, CancellationToken cancellationToken)
    {
        var later = after is null ? "" : "AND c.reportId > @after";
        var query = new QueryDefinition(
                $"SELECT * FROM c WHERE c.type = @type AND c.reporterId = @reporter {later} ORDER BY c.reportId")
            .WithParameter("@type", Report.ItemType)
            .WithParameter("@reporter", reporterId)
            .WithParameter("@after", after);
        return _container.ReadPageAsync<Report>(
            query, partition: null, limit, report => report.ReportId, cancellationToken);
    }

    /// <summary>Deletes a report; its case goes on counting it. 1 request.</summary>
    public Task<bool> TryDeleteAsync(Report report, CancellationToken cancellationToken) =>
        _container.TryDeleteAsync(report.Target, report.Id, cancellationToken);

    /// <summary>Deletes a case as it was read; false if it changed since. 1 request.</summary>
    public Task<bool> TryDeleteAsync(Case found, CancellationToken cancellationToken) =>
        _container.TryDeleteAsync(found.Target, found.Id, cancellationToken, found.ETag);
}
