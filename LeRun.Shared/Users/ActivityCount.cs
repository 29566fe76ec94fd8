namespace LeRun.Users;

/// <summary>What is about to be counted, and how much is too much.</summary>
/// <param name="Activity">What the account does.</param>
/// <param name="Limits">The settings.</param>
/// <param name="Now">When it does so.</param>
/// <param name="Made">What it makes under which key; null: there is no key.</param>
public sealed record ActivityCount(Activity Activity, LimitSettings Limits, DateTimeOffset Now, LastMade? Made)
{
    /// <summary>How long a window lasts.</summary>
    public TimeSpan Window => TimeSpan.FromHours(Activity == Activity.Report ? 24 : 1);

    // Until then an account may do a third of what it may do later.
    private static readonly TimeSpan FirstDay = TimeSpan.FromDays(1);

    /// <summary>How often within a window; 0: as often as it likes.</summary>
    public int Max => Activity switch
    {
        Activity.OpenRoom => Limits.RoomsPerHour,
        Activity.Post => Limits.PostsPerHour,
        Activity.Comment => Limits.CommentsPerHour,
        Activity.Report => Limits.ReportsPerDay,
        _ => 0,
    };

    /// <summary>How often within a window on the account's first day. Whoever has to report something may at once.</summary>
    public int MaxOnFirstDay => Activity == Activity.Report ? Max : Math.Max(1, Max / 3);

    /// <summary>Accounts that were registered later have their first day.</summary>
    public DateTimeOffset FirstDayBegan => Now - FirstDay;

    /// <summary>How many open rooms it may be host of before it opens another; 0: as many as it likes.</summary>
    public int MaxAsHost => Activity == Activity.OpenRoom ? Limits.OpenRoomsAsHost : 0;

    /// <summary>How many open rooms it may be a member of before it enters another; 0: as many as it likes.</summary>
    public int MaxAsMember => Activity is Activity.OpenRoom or Activity.JoinRoom ? Limits.OpenRoomsAsMember : 0;

    /// <summary>Whether there is nothing to count or to note.</summary>
    public bool IsUnlimited => Made is null && (Max, MaxAsHost, MaxAsMember) == (0, 0, 0);

    /// <summary>How long the account must wait; null: it need not.</summary>
    public TimeSpan? WaitFor(UserAccount user) => Max == 0
        ? null
        : user.WindowOf(Activity)?.LockedFor(user.CreatedAt > FirstDayBegan ? MaxOnFirstDay : Max, Now);

    /// <summary>Whether an account that is in so many open rooms may enter another one.</summary>
    public bool HasRoom(int asHost, int asMember) =>
        (MaxAsHost == 0 || asHost < MaxAsHost) && (MaxAsMember == 0 || asMember < MaxAsMember);
}
