using System.Text.Json.Serialization;
using LeRun.Identity;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Sessions;

/// <summary>Sessions in container <c>sessions</c>, partition key <c>/userId</c>. Costs are in Cosmos requests.</summary>
public sealed class SessionStore(Database database, Microsoft.Extensions.Options.IOptions<AuthSettings> settings)
    : IEndedSessionSource
{
    /// <summary>The container's name.</summary>
    public const string ContainerName = "sessions";

    private const int DeletionStep = 100;

    // What expires is expired by its times; this only removes it.
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    private readonly Container _container = database.GetContainer(ContainerName);

    /// <summary>The container as infra/ and LocalHost create it.</summary>
    public static ContainerDefinition Definition { get; } = new(ContainerName, "/userId", "/userId/?", "/type/?", "/endedAt/?");

    private static int LivingTtl => (int)(AuthSettings.RefreshLifetime + Margin).TotalSeconds;

    /// <summary>Stores a new session. 1 request.</summary>
    public async Task CreateAsync(Session session, CancellationToken cancellationToken)
    {
        if (await _container.TryCreateAsync(session.AccountId, session with { Ttl = LivingTtl }, cancellationToken) is null)
            throw new InvalidOperationException("An id was made twice.");
    }

    /// <summary>
    /// Makes the refresh token after one the current one, and returns the session as it is then; null if that one is not the
    /// current one, or the session has ended, expired or is gone. However many do so at once, one succeeds. 1 request.
    /// </summary>
    public Task<Session?> TryRotateAsync(RefreshToken token, DateTimeOffset now, CancellationToken cancellationToken) =>
        _container.TryPatchAsync<Session>(
            token.AccountId,
            token.SessionId,
            $"c.type = {SqlLiteral.Of(Session.ItemType)} AND c.n = {SqlLiteral.Of(token.Number)} AND {Living}"
                + $" AND c.refreshedAt > {SqlLiteral.Of(now - AuthSettings.RefreshLifetime)}",
            [
                PatchOperation.Set("/n", token.Number + 1),
                PatchOperation.Set("/refreshedAt", now),
                PatchOperation.Set("/ttl", LivingTtl),
            ],
            cancellationToken);

    /// <summary>A session; null if there is none. 1 request.</summary>
    public Task<Session?> FindAsync(string accountId, string id, CancellationToken cancellationToken) =>
        _container.FindAsync<Session>(accountId, id, cancellationToken);

    /// <summary>Ends a session and returns it; null if it has ended already or there is none. 1 request.</summary>
    public Task<Session?> TryEndAsync(string accountId, string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        _container.TryPatchAsync<Session>(
            accountId,
            id,
            $"c.type = {SqlLiteral.Of(Session.ItemType)} AND {Living}",
            [
                PatchOperation.Set("/endedAt", now),
                PatchOperation.Set("/ttl", (int)(settings.Value.EndedSessionsKept + Margin).TotalSeconds),
            ],
            cancellationToken);

    /// <summary>An account's sessions that were not ended one by one, the oldest first. 1 request.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(string accountId, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition($"SELECT * FROM c WHERE c.type = @type AND {Living} ORDER BY c.id")
            .WithParameter("@type", Session.ItemType);
        var sessions = new List<Session>();
        await foreach (var session in _container.ReadAllAsync<Session>(query, accountId, cancellationToken))
            sessions.Add(session);
        return sessions;
    }

    /// <summary>Deletes a session that ended with all tokens of its account. 1 request.</summary>
    public Task DeleteAsync(Session session, CancellationToken cancellationToken) =>
        _container.TryDeleteAsync(session.AccountId, session.Id, cancellationToken);

    /// <summary>Deletes all sessions of an account in steps, and returns how many. 2 requests a step, and 1.</summary>
    public IAsyncEnumerable<DeletionCounts> DeleteAllAsync(string accountId, CancellationToken cancellationToken) =>
        _container.DeleteAllAsync(
            accountId, new QueryDefinition($"SELECT {ItemRow.Columns} FROM c"), DeletionStep,
            type => type == Session.ItemType ? "sessions" : null, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<(string SessionId, DateTimeOffset At)> SinceAsync(DateTimeOffset since)
    {
        var query = new QueryDefinition("SELECT c.id, c.endedAt FROM c WHERE c.endedAt >= @since")
            .WithParameter("@since", UtcMilliseconds.Format(since));
        await foreach (var row in _container.ReadAllAsync<EndedSessionRow>(query, partition: null))
            yield return (row.Id, row.EndedAt);
    }

    private const string Living = "NOT IS_DEFINED(c.endedAt)";
}

/// <summary>A row of the query for ended sessions.</summary>
internal sealed record EndedSessionRow(string Id, DateTimeOffset EndedAt);

/// <summary>JSON of what container <c>sessions</c> holds; arrays are what the SDK reads pages of queries into.</summary>
[JsonSerializable(typeof(Session[]))]
[JsonSerializable(typeof(EndedSessionRow[]))]
internal sealed partial class SessionItemsJson : JsonSerializerContext;
