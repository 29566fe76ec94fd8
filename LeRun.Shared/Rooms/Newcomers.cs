using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>Makes members of callers.</summary>
public sealed class Newcomers(UserStore users, TimeProvider clock)
{
    /// <summary>The caller as a member who joins now. 1 request.</summary>
    public async Task<Result<RoomMember>> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        // A token may outlive its account by a minute.
        if (await users.FindActiveAsync(caller, cancellationToken) is not { } user)
            return new Unauthorized(Messages.SignInFirst);
        return new RoomMember(user.Id, user.AccountId, user.Username, user.Nickname, user.Picture?.Hash, clock.GetUtcNowMilliseconds());
    }
}
