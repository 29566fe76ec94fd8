using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.Rooms;

/// <summary>
/// Rooms and results in container <c>rooms</c>: partition key <c>/id</c>, so each is its own partition. Costs are in Cosmos
/// requests. Methods named <c>Try...</c> change one room by one write with a condition, which Cosmos checks and applies in one
/// step: however many write at once, each sees what the one before left. If the condition is false nothing changes, and the
/// caller reads the room to learn why.
/// </summary>
public sealed partial class RoomStore(Database database)
{
    /// <summary>The container's name.</summary>
    public const string ContainerName = "rooms";

    // What a list shows of a room: of its members, the host and how many there are.
    private const string ListedFields =
        "c.id, c.type, c.uid, c.name, c.status, c.passwordHash, c.capacity, c.targetMeters, [c.members[0]] AS members, "
        + "c.memberKeys, c.createdAt, c.updatedAt, c.version";

    // Whoever leaves after so many others is not in the result.
    private const int MaxFormerMembers = 50;

    // Whoever left before so many others cannot repeat the request.
    private const int MaxLeft = 50;

    private static readonly string NotFinished = $"c.status != {SqlLiteral.Of(RoomStatus.Finished)}";

    private readonly Container _container = database.GetContainer(ContainerName);

    /// <summary>Stores a new room; false if its run ID is taken, by a room or a result. 1 request.</summary>
    public async Task<bool> TryCreateAsync(RunRoom room, CancellationToken cancellationToken) =>
        await _container.TryCreateAsync(room.Id, room, cancellationToken) is not null;

    /// <summary>What is stored under a run ID, a room or a result; null if nothing is. 1 request.</summary>
    public Task<RunRoom?> FindAsync(string id, CancellationToken cancellationToken) =>
        _container.FindAsync<RunRoom>(id, id, cancellationToken);

    /// <summary>A room; null if there is none. 1 request.</summary>
    public async Task<RunRoom?> FindRoomAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { Type: RunRoom.RoomType } room ? room : null;

    /// <summary>
    /// Makes a runner the last member of a room. The condition is the whole decision about a join: there is a free place, the
    /// runner is not a member yet, the run is not over, the room has no password or this one, neither the runner nor everybody
    /// is locked out, there is no block between runner and host, and the room is in an expected version. So no place is given
    /// twice, and fifty joins at once need no second attempt. 1 request.
    /// </summary>
    /// <param name="viewer">The runner.</param>
    /// <param name="passwordHashes">The hashes of the password that the runner gives; none: they give none.</param>
    /// <returns>The room with its new member; null if the condition is false or there is no room.</returns>
    public Task<RunRoom?> TryJoinAsync(
        string id, Viewer viewer, RoomMember member, IReadOnlyList<string> passwordHashes, ExpectedVersion? expected,
        CancellationToken cancellationToken)
    {
        var accountId = SqlLiteral.Of(member.AccountId);
        return TryPatchAsync(
            id,
            [
                "ARRAY_LENGTH(c.members) < c.capacity",
                $"NOT ARRAY_CONTAINS(c.memberKeys, {accountId})",
                viewer.Condition("c.memberKeys[0]"),
                NotHidden,
                NotFinished,
                $"c.passwordHash IN {SqlLiteral.ListOf(passwordHashes.Prepend(""))}",
                NotLocked($"c.wrong[{accountId}]", FailedAttempts.MaxOfAccount, member.JoinedAt),
                NotLocked("c.wrongInAll", FailedAttempts.MaxOfRoom, member.JoinedAt),
                ItemVersion.Condition(expected, "c.uid"),
            ],
            [
                PatchOperation.Add("/members/-", member),
                PatchOperation.Add("/memberKeys/-", member.AccountId),
                .. Change(member.JoinedAt),
            ],
            cancellationToken);
    }

    /// <summary>
    /// Takes a member out of a room that has others; null if an earlier member left meanwhile, so that their place is another.
    /// 1 request.
    /// </summary>
    /// <param name="room">The room as it was read.</param>
    /// <param name="index">The member's place in it.</param>
    public Task<RunRoom?> TryLeaveAsync(
        RunRoom room, int index, DateTimeOffset now, ExpectedVersion? expected, CancellationToken cancellationToken) =>
        TryPatchAsync(
            room.Id,
            [
                $"c.memberKeys[{SqlLiteral.Of(index)}] = {SqlLiteral.Of(room.MemberIds[index])}",
                "ARRAY_LENGTH(c.members) > 1",
                ItemVersion.Condition(expected, "c.uid"),
            ],
            [
                PatchOperation.Remove($"/members/{SqlLiteral.Of(index)}"),
                PatchOperation.Remove($"/memberKeys/{SqlLiteral.Of(index)}"),
                room.Left is null
                    ? PatchOperation.Set("/left", new[] { new RoomLeave(room.MemberIds[index], now) })
                    : PatchOperation.Add("/left/-", new RoomLeave(room.MemberIds[index], now)),
                .. room.Left?.Count >= MaxLeft ? new[] { PatchOperation.Remove("/left/0") } : [],
                .. room is { Status: RoomStatus.Running, FormerMembers.Count: < MaxFormerMembers }
                    ? new[] { PatchOperation.Add("/departed/-", new FormerMember(room.Members[index], now)) }
                    : [],
                .. Change(now),
            ],
            cancellationToken);

    /// <summary>
    /// Notes that a member uses the room. Its version stays: nothing changed for those who see it. Null if there is no room with
    /// that member in an expected version. 1 request.
    /// </summary>
    public Task<RunRoom?> TryTouchAsync(
        string id, string memberId, DateTimeOffset now, ExpectedVersion? expected, CancellationToken cancellationToken) =>
        TryPatchAsync(
            id,
            [$"ARRAY_CONTAINS(c.memberKeys, {SqlLiteral.Of(memberId)})", ItemVersion.Condition(expected, "c.uid")],
            [PatchOperation.Set("/activeAt", now)],
            cancellationToken);

    /// <summary>Notes when a room was last used; null if it changed since it was read. 1 request.</summary>
    public Task<RunRoom?> TryTouchAsync(RunRoom room, DateTimeOffset usedAt, CancellationToken cancellationToken) =>
        TryPatchAsync(room.Id, [], [PatchOperation.Set("/activeAt", usedAt)], cancellationToken, room.ETag);

    /// <summary>
    /// Changes what a host asks for, except for the end of the run. Null if there is no room with that host, in that status and
    /// in an expected version, or if it has more members than the new capacity. 1 request.
    /// </summary>
    /// <param name="passwordHash">The new password's hash; null: the request does not change it.</param>
    /// <param name="status">The room's status before; it only matters if the request has one.</param>
    public Task<RunRoom?> TryUpdateAsync(
        string id, string hostId, UpdateRoomRequest request, string? passwordHash, string status, DateTimeOffset now,
        ExpectedVersion? expected, CancellationToken cancellationToken) =>
        TryPatchAsync(
            id,
            [
                $"c.memberKeys[0] = {SqlLiteral.Of(hostId)}",
                request.Status is null ? NotFinished : $"c.status = {SqlLiteral.Of(status)}",
                request.Capacity is { } capacity ? $"ARRAY_LENGTH(c.members) <= {SqlLiteral.Of(capacity)}" : "true",
                ItemVersion.Condition(expected, "c.uid"),
            ],
            [
                .. Change(now, request, passwordHash),
                .. request.Status == RoomStatus.Running && status != RoomStatus.Running
                    ? new[] { PatchOperation.Set("/status", RoomStatus.Running), PatchOperation.Set("/startedAt", now) }
                    : [],
            ],
            cancellationToken);

    /// <summary>
    /// Ends the run of a room, with whatever else the request changes; the room stays. Null if the room's version is no longer
    /// the one that was read. Uploads by members do not get in the way: they do not change the version. 1 request.
    /// </summary>
    /// <param name="ranking">Null: nobody ran.</param>
    public Task<RunRoom?> TryFinishAsync(
        RunRoom room, UpdateRoomRequest request, string? passwordHash, IReadOnlyList<RankedRunner>? ranking, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        TryPatchAsync(
            room.Id,
            [ItemVersion.Condition(new ExpectedVersion([room.VersionId]), "c.uid")],
            [
                .. Change(now, request, passwordHash),
                PatchOperation.Set("/status", RoomStatus.Finished),
                PatchOperation.Set("/finishedAt", now),
                .. ranking is null ? [] : new[] { PatchOperation.Set("/ranking", ranking) },
            ],
            cancellationToken);

    /// <summary>Stores a room, or what became of it, in place of what was read; false if that changed since. 1 request.</summary>
    public async Task<bool> TryReplaceAsync(RunRoom room, CancellationToken cancellationToken) =>
        await _container.TryReplaceAsync(room.Id, room, cancellationToken) is not null;

    /// <summary>Removes a room or a result; false if it changed since it was read. 1 request.</summary>
    public Task<bool> TryDeleteAsync(RunRoom room, CancellationToken cancellationToken) =>
        _container.TryDeleteAsync(room.Id, room.Id, cancellationToken, room.ETag);

    // What every join, leave and update changes.
    private static PatchOperation[] Change(DateTimeOffset now) =>
        [PatchOperation.Set("/activeAt", now), PatchOperation.Set("/updatedAt", now), PatchOperation.Increment("/version", 1)];

    private static List<PatchOperation> Change(DateTimeOffset now, RoomFields fields, string? passwordHash)
    {
        List<PatchOperation> changes = [.. Change(now)];
        if (fields.Name is { } name)
            changes.Add(PatchOperation.Set("/name", name));
        // A new password ends the lockout of everybody: what was tried was another one.
        if (passwordHash is not null)
        {
            changes.Add(PatchOperation.Set("/passwordHash", passwordHash));
            changes.Add(PatchOperation.Set("/wrongInAll", FailedAttempts.None(now)));
        }

        if (fields.Capacity is { } capacity)
            changes.Add(PatchOperation.Set("/capacity", capacity));
        if (fields.TargetMeters is { } target)
            changes.Add(PatchOperation.Set("/targetMeters", target));
        return changes;
    }

    private Task<RunRoom?> TryPatchAsync(
        string id, IEnumerable<string> conditions, IReadOnlyList<PatchOperation> changes, CancellationToken cancellationToken,
        string? etag = null)
    {
        var all = conditions.Prepend($"c.type = {SqlLiteral.Of(RunRoom.RoomType)}").Select(condition => $"({condition})");
        return _container.TryPatchAsync<RunRoom>(id, id, string.Join(" AND ", all), changes, cancellationToken, etag);
    }
}
