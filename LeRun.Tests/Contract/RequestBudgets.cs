using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using LeRun.Tests.Users.Pictures;
using static LeRun.Tests.Forum.ForumDriver;
using Step = System.Func<LeRun.Tests.Contract.BudgetScene, System.Threading.Tasks.Task<LeRun.Tests.Support.Reply>>;

namespace LeRun.Tests.Contract;

/// <summary>The table of what each HTTP function costs in Cosmos requests, however much is stored.</summary>
/// <remarks>The rows of a list follow one another on one app, since a later one works on what an earlier one made.</remarks>
internal static class RequestBudgets
{
    /// <summary>The partition of the account of <c>user0</c>.</summary>
    public const string Own = "the caller's";

    /// <summary>Accounts and runs.</summary>
    public static readonly Budget[] Accounts =
    [
        new("UsersRegister", "", 1, s => s.Anonymous.Post("/api/users", Credentials("liyang"))),
        new("UsersLogin", "", 1, s => s.Anonymous.Post("/api/users/login", Credentials("user0"))),
        new("UsersLogin", "with a device", 3, s => s.SignInAsync()),
        new("SessionsRefresh", "", 1, s => s.RefreshAsync()),
        new("SessionsRefresh", "with the token before", 2, s => s.RefreshAsync()),
        new("SessionsList", "", 1, s => s.User(0).Get("/api/users/me/sessions")),
        new("SessionsEnd", "", 1, s => s.User(0).Delete($"/api/users/me/sessions/{s.Id}")),
        new("SessionsLogout", "without a session", 0, s => s.User(0).Post("/api/users/logout")),
        new("UsersGet", "by name", 1, s => s.User(0).Get("/api/users/liyang")),
        new("UsersGet", "by id", 1, s => s.User(0).Get($"/api/users/{s.User(0).Id}")),
        new("ExportBegin", "", 2, s => s.ExportAsync()),
        // What else it takes depends on what there is to export.
        Prepare(s => s.Anonymous.Get(s.Link)),
        new("ExportDownload", "by a link that was used", 1, s => s.Anonymous.Get(s.Link), 404),
        new("ExportDownload", "by a link that is none", 0, s => s.Anonymous.Get("/api/export/none"), 404),
        new("SettingsGetProfile", "", 1, s => s.User(0).Get("/api/users/profilepic/liyang")),
        new("SettingsChangeNickname", "", 1, s => s.User(0).Put("/api/users/update/nickname", new { nickname = "Kai" })),
        new("UsersList", "by prefix", 1, s => s.User(0).Get("/api/users?prefix=user")) { Only = (CosmosOperation.Query, null) },
        new("UsersList", "", 1, s => s.User(0).Get("/api/users")) { Only = (CosmosOperation.Query, null) },
        new("PicturesChange", "", 2, s => s.User(0).Post(
            "/api/users/update/profilepic", PictureBodies.Body("raw", SamplePictures.Png))),
        new("PicturesGet", "", 1, s => s.Anonymous.Get("/api/users/profilepic/user0/image")),
        new("PicturesGet", "a square", 1, s => s.Anonymous.Get("/api/users/profilepic/user0/image?size=128")),
        new("RunsPutData", "the first upload", 1, s => s.User(0).Put("/api/users/run/data", new { runData = Run.Data(100, 10) })),
        new("RunsPutData", "a later one", 1, s => s.User(0).Put("/api/users/run/data", new { runData = Run.Data(110, 11) })),
        new("RunsGetData", "one's own", 1, s => s.User(0).Get("/api/users/run/data/user0")),
        new("RunsGetData", "without markers", 1, s => s.User(0).Get("/api/users/run/data/user0?markers=none")),
        new("RunsAppendData", "", 1, s => s.AppendAsync(from: 2)),
        new("RunsAppendData", "a later one", 1, s => s.AppendAsync(from: 3)),
        new("RunsDropData", "", 2, s => s.User(0).Delete("/api/users/run/data")),
        new("RunsPostRecord", "", 2, s => s.PostAsync("/api/users/run/record", new { runRecord = Run.Data() })),
        new("RunsPostRecord", "again", 1, s => s.User(0).Post("/api/users/run/record", new { runRecord = Run.Data() })),
        Prepare(s => s.User(0).Put("/api/users/run/data", new { runData = Run.Data(start: "2024-11-22T13:00:00Z") })),
        new("RunsPostRecord", "of the live run", 2, s => s.User(0).Post("/api/users/run/record", "{}")),
        new("RunsGetRecord", "", 1, s => s.User(0).Get($"/api/users/run/records/user0/{s.Id}")),
        new("RunsAnalyseRecord", "", 1, s => s.User(0).Get($"/api/users/run/records/user0/{s.Id}/analysis")),
        new("RunsListRecords", "", 1, s => s.User(0).Get("/api/users/run/records/user0?limit=1"))
        { Only = (CosmosOperation.Query, Own) },
        new("RunsListRecords", "with their tracks", 1, s => s.User(0).Get("/api/users/run/records/user0?include=markers"))
        { Only = (CosmosOperation.Query, Own) },
        new("ProgressGetBests", "", 1, s => s.User(0).Get("/api/users/run/bests/user0")),
        new("ProgressGetStatistics", "a year", 1, s => s.User(0).Get("/api/users/run/stats/user0?by=day&from=2024-01-01")),
        new("ProgressGetSummary", "", 1, s => s.User(0).Get("/api/users/run/summary/user0")),
        new("ProgressGetSettings", "", 1, s => s.User(0).Get("/api/users/me/settings")),
        new("ProgressSetSettings", "", 2, s => s.User(0).Put("/api/users/me/settings", new { timeZone = "Europe/Berlin" })),
        new("PrivacyGet", "", 1, s => s.User(0).Get("/api/users/me/privacy")),
        new("PrivacySet", "", 2, s => s.User(0).Put("/api/users/me/privacy", new { trimMeters = 100 })),
        Prepare(s => s.User(0).Put($"/api/users/run/records/user0/{s.Id}", new { visibility = "public" })),
        new("RunsGetRecord", "another's", 1, s => s.User(1).Get($"/api/users/run/records/user0/{s.Id}")),
        // What is known of privacy has lapsed; that user1 is signed in has just been looked up again.
        Prepare(s => s.MuchLaterAsync(() => s.User(1).Get("/api/users/me/settings"))),
        new("RunsGetRecord", "another's, not met for a while", 3, s => s.User(1).Get($"/api/users/run/records/user0/{s.Id}")),
        new("RunsListRecords", "another's", 1, s => s.User(1).Get("/api/users/run/records/user0")),
        new("RunsAnalyseRecord", "another's", 1, s => s.User(1).Get($"/api/users/run/records/user0/{s.Id}/analysis")),
        new("RunsGetRoute", "", 1, s => s.User(0).Get($"/api/users/run/records/user0/{s.Id}/route")),
        new("RunsImportRecord", "", 3, s => s.User(0).Post("/api/users/run/import", new StringContent(
            "<gpx><trk><trkseg><trkpt lat=\"1\" lon=\"2\"><time>2024-11-20T06:00:00Z</time></trkpt>"
            + "<trkpt lat=\"1.01\" lon=\"2\"><time>2024-11-20T06:06:00Z</time></trkpt></trkseg></trk></gpx>"))),
        new("RunsExportRecord", "", 1, s => s.User(0).Get($"/api/users/run/records/user0/{s.Id}/file")),
        new("RunsUpdateRecord", "", 1, s => s.User(0).Put($"/api/users/run/records/user0/{s.Id}", new { name = "n" })),
        new("RunsDeleteRecord", "", 2, s => s.User(0).Delete($"/api/users/run/records/user0/{s.Id}")),
        new("UsersChangePassword", "", 1, s => s.User(0).Put("/api/users/update", new { password = "another horse" })),
        new("UsersLock", "", 2, s => s.Root.Post("/api/users/user0/lock")),
        new("RecoveryMakeCodes", "", 2, s => s.MakeCodesAsync()),
        new("RecoveryRecover", "", 2, s => s.RecoverAsync()),
        new("RecoveryRecover", "with a code that is spent", 2, s => s.RecoverAsync(), 401),
        new("UsersDeleteByPost", "wrong password", 2, s => s.Anonymous.Post(
            "/api/users/delete", new { username = "user0", password = "wrong horse" }), 401),
        new("UsersDelete", "without any content", 14, s => s.Anonymous.Delete("/api/users/delete", Credentials("liyang")))
        { AsksAllPartitions = true },
    ];

    /// <summary>The forum.</summary>
    public static readonly Budget[] Forum =
    [
        Prepare(s => s.PostAsync(Posts, new { title = "Morning run", content = "Ten kilometres along the river." })),
        Prepare(s => s.User(0).Post($"{Posts}/{s.Id}/comments", new { content = "Well run!" })),
        Prepare(s => s.User(1).Post(Posts, new { title = "Morning run", content = "Ten kilometres along the river." })),
        new("PostsCreate", "", 2, s => s.User(0).Post(Posts, new { title = "t", content = "c" })),
        new("PostsList", "", 2, s => s.Anonymous.Get(Posts)) { AsksAllPartitions = true },
        new("PostsGet", "", 1, s => s.Anonymous.Get($"{Posts}/{s.Id}")),
        new("PostsGet", "its author not met for a while", 2, s => s.LaterAsync(() => s.Anonymous.Get($"{Posts}/{s.Id}"))),
        new("PostsUpdate", "", 2, s => s.User(0).Put($"{Posts}/{s.Id}", new { title = "t" })),
        Prepare(s => s.RememberTagAsync($"{Posts}/{s.Id}")),
        new("PostsUpdate", "If-Match", 2, s => s.User(0).Put($"{Posts}/{s.Id}", new { title = "t" }, ("If-Match", s.Tag))),
        new("PostsListByUser", "", 2, s => s.Anonymous.Get("/api/users/share/user1/posts")) { AsksAllPartitions = true },
        new("CommentsCreate", "", 2, s => s.CommentAsync($"{Posts}/{s.Id}/comments")),
        new("CommentsList", "", 2, s => s.Anonymous.Get($"{Posts}/{s.Id}/comments/")),
        new("LikesLikePost", "", 2, s => s.User(1).Post($"{Posts}/{s.Id}/likePost")),
        new("LikesLikePost", "again", 3, s => s.User(1).Post($"{Posts}/{s.Id}/likePost")),
        new("LikesIfLikedPost", "", 1, s => s.User(1).Post($"{Posts}/{s.Id}/ifLikedPost")),
        new("LikesUnlikePost", "", 1, s => s.User(1).Post($"{Posts}/{s.Id}/unlikePost")),
        new("LikesUnlikePost", "again", 2, s => s.User(1).Post($"{Posts}/{s.Id}/unlikePost")),
        new("LikesLikeComment", "", 2, s => s.User(0).Post($"{Posts}/{s.Comment}/likeComment")),
        new("LikesLikeComment", "again", 3, s => s.User(0).Post($"{Posts}/{s.Comment}/likeComment")),
        new("LikesUnlikeComment", "", 1, s => s.User(0).Post($"{Posts}/{s.Comment}/unlikeComment")),
        new("CommentsDelete", "", 4, s => s.User(1).Delete($"/api/users/share/comments/{s.Comment}")),
        new("PostsDelete", "", 6, s => s.User(0).Delete($"{Posts}/{s.Id}")),
    ];

    /// <summary>What keeps people apart from what they do not want.</summary>
    public static readonly Budget[] Safety =
    [
        new("BlocksAdd", "the first", 4, s => s.User(0).Put("/api/users/me/blocks/user1")),
        new("BlocksAdd", "", 2, s => s.User(0).Put("/api/users/me/blocks/user2")),
        new("BlocksAdd", "again", 3, s => s.User(0).Put("/api/users/me/blocks/user2")),
        new("PostsList", "blocks not in memory", 2, s => s.User(0).Get(Posts)) { AsksAllPartitions = true },
        new("PostsList", "blocks in memory", 1, s => s.User(0).Get(Posts)) { AsksAllPartitions = true },
        new("BlocksList", "", 2, s => s.User(0).Get("/api/users/me/blocks")),
        Prepare(s => s.PostAsync(Posts, new { title = "t", content = "c" })),
        new("ReportsCreate", "the first of a thing", 4, s => s.ReportAsync(3)),
        new("ReportsCreate", "another", 4, s => s.ReportAsync(4)),
        new("ReportsCreate", "again", 2, s => s.ReportAsync(4)),
        new("ReportsList", "", 1, s => s.Root.Get("/api/reports")) { AsksAllPartitions = true },
        new("ReportsResolve", "hide", 4, s => s.ResolveAsync(new { action = "hide" })),
        new("ReportsResolve", "suspend", 6, s => s.ResolveAsync(new { action = "suspend" })),
        new("ReportsResolve", "dismiss", 7, s => s.ResolveAsync(new { action = "dismiss" })),
        new("ReportsResolve", "warn", 6, s => s.ResolveAsync(new { action = "warn" })),
        new("StandingGet", "", 2, s => s.User(0).Get("/api/users/me/standing")) { AsksAllPartitions = true },
        new("ReportsAppeal", "", 2, s => s.User(0).Post($"/api/reports/{s.Case}/appeal", new { text = "t" })),
        new("TermsGet", "", 0, s => s.Anonymous.Get("/api/terms")),
        new("ConsentsCreate", "", 2, s => s.User(0).Post("/api/users/me/consents", new { kind = "terms", version = "1" })),
        new("ConsentsCreate", "again", 1, s => s.User(0).Post("/api/users/me/consents", new { kind = "terms", version = "1" })),
        new("BlocksRemove", "", 3, s => s.User(0).Delete("/api/users/me/blocks/user2")),
    ];

    /// <summary>Run rooms. Users 0 to 10 have a live run; user 0 is host, 1 to 9 are members, and 10 joins.</summary>
    public static readonly Budget[] Rooms =
    [
        new("RoomsCreate", "", 2, s => s.OpenAsync(new { password = 159, capacity = 20 })),
        Prepare(s => s.JoinAsync(from: 1, to: 9)),
        new("RoomsJoin", "", 2, s => s.User(10).JoinAsync(s.RunID, 159)),
        new("RoomsJoin", "again", 3, s => s.User(10).JoinAsync(s.RunID)),
        new("RoomsJoin", "without the password", 3, s => s.User(11).JoinAsync(s.RunID), 403),
        new("RoomsJoin", "with a wrong password", 5, s => s.User(11).JoinAsync(s.RunID, 1), 403),
        new("RoomsJoin", "with another wrong password", 5, s => s.User(11).JoinAsync(s.RunID, 2), 403),
        new("RoomsGet", "by a member", 2, s => s.User(1).SeeAsync(s.RunID)) { AsksAllPartitions = true },
        new("RoomsGet", "by anyone else", 1, s => s.User(11).SeeAsync(s.RunID)),
        new("RoomsList", "", 1, s => s.User(11).Get("/api/runRoom/all")) { AsksAllPartitions = true },
        new("RoomsListMine", "", 1, s => s.User(11).Get("/api/runRoom/mine")) { AsksAllPartitions = true },
        new("RoomsUpdate", "start it", 1, s => s.User(0).UpdateAsync(
            new { runID = s.RunID, name = "x", capacity = 11, targetMeters = 5, status = "running" })),
        new("RoomsUpdate", "a member's run", 2, s => s.User(1).UpdateAsync(
            new { runID = s.RunID, runData = RoomDriver.Run(10, 5) })),
        new("RoomsUpdate", "the host's run and the name", 2, s => s.User(0).UpdateAsync(
            new { runID = s.RunID, name = "y", runData = RoomDriver.Run(10, 5) })),
        new("RoomsUpdate", "not by the host", 2, s => s.User(1).UpdateAsync(new { runID = s.RunID, name = "z" }), 403),
        new("RoomsUpdate", "back to waiting", 2, s => s.User(0).UpdateAsync(new { runID = s.RunID, status = "waiting" }), 409),
        new("RoomsUpdate", "start it again", 3, s => s.User(0).UpdateAsync(new { runID = s.RunID, status = "running" }))
        { AsksAllPartitions = true },
        new("RunsGetData", "another member's", 2, s => s.User(0).Get("/api/users/run/data/user1")) { AsksAllPartitions = true },
        new("RunsGetData", "another member's, not met for a while", 3, s => s.LaterAsync(
            () => s.User(0).Get("/api/users/run/data/user1"))) { AsksAllPartitions = true },
        new("RunsGetData", "the host's own", 1, s => s.User(0).Get("/api/users/run/data/user0")),
        new("RoomsLeave", "", 2, s => s.User(10).LeaveAsync(s.RunID)),
        new("RoomsLeave", "as host", 2, s => s.User(0).LeaveAsync(s.RunID)),
        new("RoomsUpdate", "finish it", 3, s => s.User(1).UpdateAsync(new { runID = s.RunID, status = "finished" }))
        { AsksAllPartitions = true },
        new("RoomsGetResult", "", 1, s => s.User(1).Get($"/api/runRoom/{s.RunID}/result")),
        new("RoomsDelete", "", 2, s => s.User(1).Delete("/api/runRoom/delete", new { runID = s.RunID })),
        Prepare(s => s.OpenAsync(new { })),
        new("RoomsLeave", "as the last member", 2, s => s.User(0).LeaveAsync(s.RunID)),
    ];

    /// <summary>Documents, health and administration, on an app that holds nothing.</summary>
    public static readonly Budget[] Operation =
    [
        new("DocsOpenApi", "", 0, s => s.Anonymous.Get("/api/openapi.json")),
        new("DocsPage", "", 0, s => s.Anonymous.Get("/api/docs")),
        new("ModerationPage", "", 0, s => s.Anonymous.Get("/api/moderation")),
        new("DocsAsset", "", 0, s => s.Anonymous.Get("/api/docs/swagger-ui.css")),
        new("Health", "", 1, s => s.Anonymous.Get("/api/health")),
        new("DeleteAll", "of nothing", 1, s => s.Root.Delete("/api/posts/deleteAll")) { AsksAllPartitions = true },
    ];

    /// <summary>Every row of the table.</summary>
    public static IEnumerable<Budget> All => [.. Accounts, .. Forum, .. Safety, .. Rooms, .. Operation];

    private static Budget Prepare(Step step) => new(null, "prepares", 0, step);

    private static object Credentials(string username) => new { username, password = TestApp.Password };
}

/// <summary>A row of the table.</summary>
/// <param name="Function">The name of the function; null for a step that only prepares the next ones.</param>
/// <param name="What">Which call of it, where several cost differently.</param>
/// <param name="Requests">How many Cosmos requests it takes.</param>
/// <param name="Call">The call.</param>
/// <param name="Status">How it is answered.</param>
internal sealed record Budget(string? Function, string What, int Requests, Step Call, int Status = 200)
{
    /// <summary>What every one of its requests is, with its partition; null if they may differ.</summary>
    public (CosmosOperation Operation, string? Partition)? Only { get; init; }

    /// <summary>Whether it may query all partitions; other functions may do so only to look up users.</summary>
    public bool AsksAllPartitions { get; init; }

    public override string ToString() => $"{Function} {What}".TrimEnd();
}
