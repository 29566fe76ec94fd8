namespace LeRun.Users;

/// <summary>What is limited for each account.</summary>
public enum Activity
{
    /// <summary>Opening a room.</summary>
    OpenRoom,

    /// <summary>Joining a room.</summary>
    JoinRoom,

    /// <summary>Publishing a post.</summary>
    Post,

    /// <summary>Writing a comment.</summary>
    Comment,

    /// <summary>Reporting something.</summary>
    Report,
}

/// <summary>Leave to do what is limited; it is counted already.</summary>
/// <param name="User">The account as it is then.</param>
/// <param name="Id">The id of what is to be made.</param>
/// <param name="IsRepeat">
/// Whether an earlier request with the same key had leave already: what it was to make has that id, if it came to be.
/// </param>
public sealed record Leave(UserAccount User, string Id, bool IsRepeat);

/// <summary>What an account made last under an idempotency key.</summary>
/// <param name="Key">The key's hash.</param>
/// <param name="Id">The id of what was made.</param>
public sealed record LastMade(string Key, string Id);

/// <summary>How many open rooms an account is in.</summary>
/// <param name="AsHost">Those that it is host of.</param>
/// <param name="AsMember">All of them.</param>
public sealed record OpenRooms(int AsHost, int AsMember);

/// <summary>What accounts must know of rooms, which know accounts.</summary>
public interface IOpenRoomsQuery
{
    /// <summary>Counts the open rooms that an account is in. 1 request.</summary>
    Task<OpenRooms> CountOpenAsync(string accountId, CancellationToken cancellationToken);
}
