using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.Rooms;

/// <content>What moderators decide about rooms.</content>
public sealed partial class RoomStore
{
    private const string NotHidden = "(NOT IS_DEFINED(c.moderation.hidden) OR c.moderation.hidden = false)";

    /// <summary>
    /// Stores what moderators decided; false if a later decision is stored, or there is no such room of that name. 1 request.
    /// </summary>
    /// <param name="name">What the room must be called; null: anything.</param>
    public async Task<bool> TryMarkAsync(
        string id, string roomId, string? name, ModerationMark mark, CancellationToken cancellationToken) =>
        await TryPatchAsync(
            id,
            [
                $"c.uid = {SqlLiteral.Of(roomId)}",
                name is null ? "true" : $"c.name = {SqlLiteral.Of(name)}",
                mark.ReplacesStored(),
            ],
            [PatchOperation.Set("/moderation", mark)],
            cancellationToken) is not null;
}
