using System.Text.Json.Serialization;
using LeRun.Users;

namespace LeRun.Rooms;

/// <content>What moderators decided about the room.</content>
public sealed partial record RunRoom
{
    /// <summary>What moderators decided about it; null: nothing.</summary>
    public ModerationMark? Moderation { get; init; }

    /// <summary>
    /// Whether others than its members see it: it is not hidden, and there is no block between them and its host.
    /// </summary>
    public bool IsSeenBy(Viewer viewer) => !IsHidden && viewer.Sees(MemberIds[0]);

    /// <summary>Whether only its members see it.</summary>
    [JsonIgnore]
    public bool IsHidden => Moderation?.Hidden == true;
}
