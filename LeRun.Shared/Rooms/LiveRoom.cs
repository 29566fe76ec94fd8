using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LeRun.Runs;

namespace LeRun.Rooms;

/// <summary>A member with what they last uploaded.</summary>
/// <param name="Live">Null when there is nothing to show.</param>
/// <param name="IsStale">It is too old to be where the runner is now.</param>
public sealed record SeenMember(RoomMember Member, LiveRun? Live, bool IsStale);

/// <summary>A room as one caller sees it.</summary>
/// <param name="Members">For members: who is in it, or of them only those whose data changed; for others: nobody.</param>
/// <param name="Fingerprint">Changes with what the members uploaded; null where the caller does not see that.</param>
/// <param name="Cursor">Asks, given as <c>since</c>, for what changed after this; null for others than members.</param>
/// <param name="IsPartial">Members without news are left out.</param>
public sealed record LiveRoom(RoomSummary Room, IReadOnlyList<SeenMember> Members, string VersionId, string? Fingerprint, string? Cursor, bool IsPartial)
{
    private const int MarkLength = 8;

    // Of runners, this is the newest anyone can call a position.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <summary>The room for who is no member.</summary>
    public static LiveRoom Outside(RunRoom room) => new(RoomSummary.Of(room), [], room.VersionId, Fingerprint: null, Cursor: null, IsPartial: false);

    /// <summary>The room for a member who changed it: with their own live data, or nobody's. Reading the room shows everyone's.</summary>
    public static LiveRoom Changed(RunRoom room, LiveRun? own) => new(
        RoomSummary.Of(room),
        [.. room.Members.Select(member => new SeenMember(member, member.Key == own?.NormalizedUsername ? own : null, IsStale: false))],
        room.VersionId, Fingerprint: null, Cursor: null, IsPartial: false);

    /// <summary>The room for a member.</summary>
    /// <param name="lives">The members' live runs, by the keys of their usernames.</param>
    /// <param name="since">The <see cref="Cursor"/> of an earlier answer; null: everyone.</param>
    public static LiveRoom Inside(RunRoom room, IReadOnlyDictionary<string, LiveRun> lives, DateTimeOffset now, string? since)
    {
        SeenMember[] members = [.. room.Members.Select(member => See(room, member, lives.GetValueOrDefault(member.Key), now))];
        string[] marks = [.. members.Select(MarkOf)];
        var version = string.Create(CultureInfo.InvariantCulture, $"{room.Uid}.{room.Version}.");
        var known = since is null ? null : MarksOf(since, version, members.Length);
        var changed = known is null ? members : members.Where((_, place) => known[place] != marks[place]);
        var all = string.Concat(marks);
        return new LiveRoom(
            RoomSummary.Of(room), [.. changed], room.VersionId, Hash(all)[..16], Base64Url.EncodeToString(Encoding.ASCII.GetBytes(version + all)),
            IsPartial: known is not null);
    }

    /// <summary>Whether an answer can have given this cursor.</summary>
    public static bool IsCursor(string cursor) => cursor.Length < 1024 && Base64Url.IsValid(cursor);

    // What a runner does after the run is over is not for those they ran it with.
    private static SeenMember See(RunRoom room, RoomMember member, LiveRun? live, DateTimeOffset now) =>
        live is null || live.UpdatedAt > room.FinishedAt
            ? new SeenMember(member, Live: null, IsStale: false)
            : new SeenMember(member, live, now - live.UpdatedAt > Fresh);

    private static string MarkOf(SeenMember member) => Hash($"{member.Live?.ETag}{member.IsStale}")[..MarkLength];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // Null when the room itself changed since: then nobody's mark says anything.
    private static string[]? MarksOf(string cursor, string version, int members)
    {
        var text = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor));
        return text.StartsWith(version, StringComparison.Ordinal) && text.Length == version.Length + (members * MarkLength)
            ? [.. text[version.Length..].Chunk(MarkLength).Select(mark => new string(mark))]
            : null;
    }
}
