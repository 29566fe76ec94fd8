namespace LeRun.Users;

/// <summary>Settings <c>Limits__…</c>: how much one account may make. 0 takes a limit away.</summary>
public sealed class LimitSettings : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Limits";

    /// <summary>How many rooms an account may open within an hour.</summary>
    public int RoomsPerHour { get; set; } = 20;

    /// <summary>How many posts an account may publish within an hour.</summary>
    public int PostsPerHour { get; set; } = 10;

    /// <summary>How many comments an account may write within an hour.</summary>
    public int CommentsPerHour { get; set; } = 60;

    /// <summary>How many reports an account may send within a day.</summary>
    public int ReportsPerDay { get; set; } = 20;

    /// <summary>How many open rooms an account may be host of when it opens another.</summary>
    public int OpenRoomsAsHost { get; set; } = 5;

    /// <summary>How many open rooms an account may be a member of, those that it is host of included.</summary>
    public int OpenRoomsAsMember { get; set; } = 20;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        new[]
        {
            (nameof(RoomsPerHour), RoomsPerHour), (nameof(PostsPerHour), PostsPerHour),
            (nameof(CommentsPerHour), CommentsPerHour), (nameof(ReportsPerDay), ReportsPerDay),
            (nameof(OpenRoomsAsHost), OpenRoomsAsHost), (nameof(OpenRoomsAsMember), OpenRoomsAsMember),
        }.Where(setting => setting.Item2 < 0).Select(setting => $"Limits__{setting.Item1} must not be negative; 0 is no limit.");
}
