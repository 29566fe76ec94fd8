using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LeRun.Runs;

namespace LeRun.Rooms;

/// <summary>
/// What a caller has seen of a room: its version, and of each member, in their order, a mark of their last upload and how many
/// of their markers they have. It is all in the text that the caller sends back, so that any instance can read it.
/// </summary>
public sealed class RoomCursor
{
    private const int MarkLength = 8;
    private const int RunLength = 4;
    private const int NextLength = 8;
    private const int MemberLength = MarkLength + RunLength + NextLength;
    private const int MaxLength = 2048;

    private readonly string _version;
    private readonly string _members;

    private RoomCursor(string version, string members) => (_version, _members) = (version, members);

    /// <summary>Changes with whatever the members upload.</summary>
    public string Fingerprint => Hash(_members)[..16];

    /// <summary>What a caller has seen who sees this.</summary>
    public static RoomCursor Of(RunRoom room, IEnumerable<(LiveRun? Live, bool IsStale)> members) =>
        new(VersionOf(room), string.Concat(members.Select(member => Format(member.Live, member.IsStale))));

    /// <summary>Whether a text can be a cursor of some room.</summary>
    public static bool IsCursor(string text) => text.Length < MaxLength && Base64Url.IsValid(text);

    /// <summary>Reads a cursor; null if the room itself has changed since: then its members are others.</summary>
    /// <param name="text">A text for which <see cref="IsCursor"/> holds.</param>
    public static RoomCursor? Read(string text, RunRoom room)
    {
        var (plain, version) = (Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)), VersionOf(room));
        return plain.StartsWith(version, StringComparison.Ordinal)
            && plain.Length == version.Length + (room.Members.Count * MemberLength)
                ? new RoomCursor(version, plain[version.Length..])
                : null;
    }

    /// <summary>Whether a member's last upload is another one than that of an earlier cursor of the same room.</summary>
    /// <param name="index">The member's place.</param>
    public bool HasNews(RoomCursor earlier, int index) =>
        !Member(index)[..MarkLength].SequenceEqual(earlier.Member(index)[..MarkLength]);

    /// <summary>How many of a member's markers the caller has; 0 if they are of another run.</summary>
    public int NextOf(LiveRun live, int index)
    {
        var known = Member(index)[MarkLength..];
        return known[..RunLength].SequenceEqual(RunOf(live))
            && int.TryParse(known[RunLength..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var next)
            && next >= 0
                ? Math.Min(next, live.Next)
                : 0;
    }

    /// <summary>The text to give to the caller.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(_version + _members));

    private ReadOnlySpan<char> Member(int index) => _members.AsSpan(index * MemberLength, MemberLength);

    private static string VersionOf(RunRoom room) =>
        string.Create(CultureInfo.InvariantCulture, $"{room.RoomId}.{room.Version}.");

    private static string Format(LiveRun? live, bool isStale)
    {
        var (run, next) = live is null ? (new string('0', RunLength), 0) : (RunOf(live), live.Next);
        return Hash($"{live?.ETag}{isStale}")[..MarkLength] + run + next.ToString("x8", CultureInfo.InvariantCulture);
    }

    private static string RunOf(LiveRun live) =>
        Hash(live.Run.Start.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture))[..RunLength];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
