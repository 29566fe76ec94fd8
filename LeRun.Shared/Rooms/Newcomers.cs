using LeRun.Identity;
using LeRun.Messages;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>Makes members of callers.</summary>
public sealed class Newcomers(UserStore users, TimeProvider clock)
{
    /// <summary>The caller as a member who joins now. 1 request.</summary>
    public async Task<Result<RoomMember>> ReadAsync(Caller caller, CancellationToken cancellation)
    {
        var user = UserDocument.Living(await users.ReadAsync(caller.Username.Key, cancellation));
        // A token may outlive its account by a minute.
        if (user is null || user.Uid != caller.Uid)
            return new Unauthorized(Text.SignInFirst);
        return new RoomMember(user.Id, user.Uid, user.Username, user.Nickname, user.Picture?.Hash, Instant.Truncate(clock.GetUtcNow()));
    }
}
