using System.Buffers.Binary;
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
    private const int VersionLength = 8;
    private const int MarkLength = 4;
    private const int RunLength = 2;
    private const int NextLength = 4;
    private const int MemberLength = MarkLength + RunLength + NextLength;
    private const int MaxLength = 2048;

    // The version, then a part of the same length for each member.
    private readonly byte[] _bytes;

    private RoomCursor(byte[] bytes) => _bytes = bytes;

    /// <summary>Changes with whatever the members upload.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(_bytes.AsSpan(VersionLength)).AsSpan(0, 8));

    /// <summary>What a caller has seen who sees this.</summary>
    /// <param name="room">The room.</param>
    /// <param name="members">What is shown of each of its members, in their order.</param>
    public static RoomCursor Of(RunRoom room, IReadOnlyList<(LiveRun? Live, bool IsStale)> members)
    {
        var bytes = new byte[VersionLength + (members.Count * MemberLength)];
        WriteVersion(room, bytes);
        foreach (var (index, (live, isStale)) in members.Index())
        {
            var member = bytes.AsSpan(VersionLength + (index * MemberLength), MemberLength);
            Hash($"{live?.ETag}{isStale}", member[..MarkLength]);
            if (live is null)
                continue;
            WriteRun(live, member[MarkLength..]);
            BinaryPrimitives.WriteInt32BigEndian(member[(MarkLength + RunLength)..], live.Next);
        }

        return new RoomCursor(bytes);
    }

    /// <summary>Whether a text can be a cursor of some room.</summary>
    public static bool IsCursor(string text) => text.Length < MaxLength && Base64Url.IsValid(text);

    /// <summary>Reads a cursor; null if the room itself has changed since: then its members are others.</summary>
    /// <param name="text">A text for which <see cref="IsCursor"/> holds.</param>
    /// <param name="room">The room as it is.</param>
    public static RoomCursor? Read(string text, RunRoom room)
    {
        var bytes = Base64Url.DecodeFromChars(text);
        Span<byte> version = stackalloc byte[VersionLength];
        WriteVersion(room, version);
        return bytes.Length == VersionLength + (room.Members.Count * MemberLength) && bytes.AsSpan().StartsWith(version)
            ? new RoomCursor(bytes)
            : null;
    }

    /// <summary>Whether a member's last upload is another one than that of an earlier cursor of the same room.</summary>
    /// <param name="earlier">The earlier cursor.</param>
    /// <param name="index">The member's place.</param>
    public bool HasNews(RoomCursor earlier, int index) =>
        !Member(index)[..MarkLength].SequenceEqual(earlier.Member(index)[..MarkLength]);

    /// <summary>How many of a member's markers the caller has; 0 if they are of another run.</summary>
    /// <param name="live">The member's live run.</param>
    /// <param name="index">The member's place.</param>
    public int NextOf(LiveRun live, int index)
    {
        var known = Member(index)[MarkLength..];
        Span<byte> run = stackalloc byte[RunLength];
        WriteRun(live, run);
        return known[..RunLength].SequenceEqual(run)
            ? Math.Clamp(BinaryPrimitives.ReadInt32BigEndian(known[RunLength..]), 0, live.Next)
            : 0;
    }

    /// <summary>The text to give to the caller.</summary>
    public override string ToString() => Base64Url.EncodeToString(_bytes);

    private ReadOnlySpan<byte> Member(int index) =>
        _bytes.AsSpan(VersionLength + (index * MemberLength), MemberLength);

    private static void WriteVersion(RunRoom room, Span<byte> target) =>
        Hash(string.Create(CultureInfo.InvariantCulture, $"{room.RoomId}.{room.Version}"), target[..VersionLength]);

    private static void WriteRun(LiveRun live, Span<byte> target) => Hash(
        live.Run.Start.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), target[..RunLength]);

    private static void Hash(string text, Span<byte> target) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, target.Length).CopyTo(target);
}
