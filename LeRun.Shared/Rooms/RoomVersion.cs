using System.Globalization;
using LeRun.Storage;

namespace LeRun.Rooms;

/// <summary>
/// What <c>If-Match</c> means for a room: its own version, not its members' live data, which moves every few seconds. So a tag
/// that covers both is compared by its first part.
/// </summary>
internal static class RoomVersion
{
    /// <summary>A condition on the stored room; no more than there are tags to compare with.</summary>
    public static string Condition(IfMatch? ifMatch)
    {
        if (ifMatch is null or { Any: true })
            return "true";
        var versions = ifMatch.Tags.Select(Parse).OfType<(string Uid, int Version)>()
            .Select(known => string.Create(CultureInfo.InvariantCulture, $"(c.uid = \"{known.Uid}\" AND c.version = {known.Version})"));
        return string.Join(" OR ", versions.Take(10)) is { Length: > 0 } any ? $"({any})" : "false";
    }

    public static bool Allows(this IfMatch? ifMatch, RunRoom room) =>
        ifMatch is null or { Any: true } || ifMatch.Tags.Take(10).Any(tag => Parse(tag) == (room.Uid, room.Version));

    private static (string Uid, int Version)? Parse(string tag) =>
        tag.Trim('"').Split('.') is [var uid, var version, ..] && IdGenerator.IsId(uid)
        && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (uid, number)
            : null;
}
