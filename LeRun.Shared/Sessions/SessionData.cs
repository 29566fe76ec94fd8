using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Sessions;

/// <summary>Erases a deleted account's sessions.</summary>
public sealed class SessionEraser(SessionStore store) : IUserDataEraser
{
    /// <inheritdoc/>
    public IAsyncEnumerable<DeletionCounts> EraseAsync(UserAccount account, CancellationToken cancellationToken) =>
        store.DeleteAllAsync(account.AccountId, cancellationToken);
}

/// <summary>Exports an account's sessions.</summary>
public sealed class SessionExporter(SessionStore store) : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "sessions";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var session in await store.ListAsync(account.AccountId, cancellationToken))
        {
            if (string.CompareOrdinal(session.Id, after) <= 0)
                continue;
            var exported = new ExportedSession(
                session.Id, session.DeviceId, session.DeviceName, session.Platform, session.CreatedAt, session.RefreshedAt);
            yield return ExportedPiece.Element(session.Id, exported, ExportedSessionJson.Default);
        }
    }
}

/// <summary>A session as its user reads it.</summary>
internal sealed record ExportedSession(
    [property: JsonPropertyName("_id")] string Id, string DeviceId, string DeviceName, string Platform,
    DateTimeOffset CreatedAt, DateTimeOffset RefreshedAt);

[JsonSerializable(typeof(ExportedSession))]
internal sealed partial class ExportedSessionJson : JsonSerializerContext;
