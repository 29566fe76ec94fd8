using System.Text.Json.Serialization;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>Exports the rooms that an account is in and its own places in results, without anybody else's.</summary>
public sealed class RoomExporter(RoomStore rooms) : IUserDataExporter
{
    private const int Step = 50;

    /// <inheritdoc/>
    public string Kind => "rooms";

    /// <inheritdoc/>
    public IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, CancellationToken cancellationToken) =>
        ExportedPiece.ElementsAsync(
            last => rooms.ListOfAccountByIdAsync(account.AccountId, last, Step, cancellationToken),
            after,
            room => room.Id,
            room => Show(room, account.AccountId),
            ExportedRoomJson.Default);

    private static ExportedRoom Show(RunRoom room, string accountId)
    {
        var member = room.Members.FirstOrDefault(member => member.AccountId == accountId);
        var own = room.Ranking?.FirstOrDefault(runner => runner.AccountId == accountId);
        var isHost = room.IsHost(accountId);
        return new ExportedRoom(
            room.RoomId, room.RunID, isHost ? room.Name : null, room.Status, isHost, member?.JoinedAt,
            room.TargetMeters > 0 ? room.TargetMeters : null, room.CreatedAt, room.StartedAt, room.FinishedAt,
            own is null ? null : new ExportedPlace(own.Rank, own.Meters, own.Seconds, own.Finished, own.TargetSeconds));
    }
}

/// <summary>A room as one of its members reads it later; its name is its host's text.</summary>
internal sealed record ExportedRoom(
    [property: JsonPropertyName("_id")] string Id, int RunID, string? Name, string Status, bool Host, DateTimeOffset? JoinedAt,
    double? TargetMeters, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, ExportedPlace? Result);

/// <summary>The account's own place in a result.</summary>
internal sealed record ExportedPlace(int? Rank, double Meters, double Seconds, bool Finished, double? TargetSeconds);

[JsonSerializable(typeof(ExportedRoom))]
internal sealed partial class ExportedRoomJson : JsonSerializerContext;
