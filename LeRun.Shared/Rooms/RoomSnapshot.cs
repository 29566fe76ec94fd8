using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LeRun.Runs;

namespace LeRun.Rooms;

/// <summary>A room at one moment, as one caller may see it.</summary>
/// <param name="Room">The room itself.</param>
/// <param name="Members">For members: all of them, or only those with news; for others: none.</param>
/// <param name="Fingerprint">Changes with what the members uploaded; null if the caller does not see that.</param>
/// <param name="Cursor">As <c>since</c> it asks for what changed after this snapshot; null if the caller sees no uploads.</param>
/// <param name="IsPartial">Whether members without news are left out.</param>
public sealed record RoomSnapshot(
    RunRoom Room,
    IReadOnlyList<MemberSnapshot> Members,
    string? Fingerprint = null,
    string? Cursor = null,
    bool IsPartial = false)
{
    private const int MarkLength = 8;

    // An older position is stale.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <summary>The version that writers name: the room's own.</summary>
    public string VersionId => Room.VersionId;

    /// <summary>The room as others than its members see it.</summary>
    public static RoomSnapshot ForOthers(RunRoom room) => new(room, []);

    /// <summary>The room as a member sees it who has just changed it: with no uploads but their own.</summary>
    /// <param name="own">Their live run; null: they uploaded none.</param>
    public static RoomSnapshot AfterUpdate(RunRoom room, LiveRun? own)
    {
        return new RoomSnapshot(room, [.. room.Members.Select(Take)]);

        MemberSnapshot Take(RoomMember member) =>
            new(member, member.NormalizedUsername == own?.Username ? own : null, IsStale: false);
    }

    /// <summary>The room as a member sees it.</summary>
    /// <param name="lives">The members' live runs, by their normalized usernames.</param>
    /// <param name="since">The <see cref="Cursor"/> of an earlier snapshot; null: all members are wanted.</param>
    public static RoomSnapshot ForMember(
        RunRoom room, IReadOnlyDictionary<string, LiveRun> lives, DateTimeOffset now, string? since)
    {
        MemberSnapshot[] members =
            [.. room.Members.Select(member => Take(room, member, lives.GetValueOrDefault(member.NormalizedUsername), now))];
        string[] marks = [.. members.Select(MarkOf)];
        var version = string.Create(CultureInfo.InvariantCulture, $"{room.RoomId}.{room.Version}.");
        var known = since is null ? null : ReadMarks(since, version, members.Length);
        var changed = known is null ? members : members.Where((_, index) => known[index] != marks[index]);
        var all = string.Concat(marks);
        var cursor = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(version + all));
        return new RoomSnapshot(room, [.. changed], Hash(all)[..16], cursor, IsPartial: known is not null);
    }

    /// <summary>Whether a text can be a <see cref="Cursor"/>.</summary>
    public static bool IsCursor(string cursor) => cursor.Length < 1024 && Base64Url.IsValid(cursor);

    // What runners upload after the run is over is not for those they ran it with.
    private static MemberSnapshot Take(RunRoom room, RoomMember member, LiveRun? live, DateTimeOffset now) =>
        live is null || live.UpdatedAt > room.FinishedAt
            ? new MemberSnapshot(member, Live: null, IsStale: false)
            : new MemberSnapshot(member, live, now - live.UpdatedAt > Fresh);

    // A mark of each member, in their order, is what the cursor remembers: a member whose mark is another one has news.
    private static string MarkOf(MemberSnapshot member) => Hash($"{member.Live?.ETag}{member.IsStale}")[..MarkLength];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // Null if the room itself has changed since: then the marks are not of the members that there are now.
    private static string[]? ReadMarks(string cursor, string version, int members)
    {
        var text = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor));
        return text.StartsWith(version, StringComparison.Ordinal) && text.Length == version.Length + (members * MarkLength)
            ? [.. text[version.Length..].Chunk(MarkLength).Select(mark => new string(mark))]
            : null;
    }
}

/// <summary>A member with their last upload.</summary>
/// <param name="Member">The member.</param>
/// <param name="Live">Their live run; null if there is none to show.</param>
/// <param name="IsStale">Whether it is too old to tell where the runner is now.</param>
public sealed record MemberSnapshot(RoomMember Member, LiveRun? Live, bool IsStale);
