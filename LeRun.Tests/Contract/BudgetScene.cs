using LeRun.Tests.Export;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;

namespace LeRun.Tests.Contract;

/// <summary>What the rows of <see cref="RequestBudgets"/> work on: an app, its users and what earlier rows made.</summary>
internal sealed class BudgetScene(TestApp app, TestUser[] users)
{
    public ApiClient Anonymous => app.Anonymous;

    /// <summary>The administrator.</summary>
    public TestUser Root => users[^1];

    /// <summary>The id of the record or post that <see cref="PostAsync"/> made.</summary>
    public string Id { get; private set; } = "";

    public string Comment { get; private set; } = "";

    public string Tag { get; private set; } = "";

    /// <summary>The id of the case that <see cref="ReportAsync"/> opened.</summary>
    public string Case { get; private set; } = "";

    public int RunID { get; private set; }

    /// <summary>The path of the export that <see cref="ExportAsync"/> began.</summary>
    public string Link { get; private set; } = "";

    /// <summary>The user named <c>user0</c> and so on.</summary>
    public TestUser User(int number) => users[number];

    public async Task<Reply> PostAsync(string path, object body)
    {
        var reply = await User(0).Post(path, body);
        Id = (string)reply.ShouldBe(200)["_id"]!;
        return reply;
    }

    /// <summary>Adds a marker to the live run.</summary>
    public Task<Reply> AppendAsync(int from)
    {
        var run = Run.Data(110, 11, markers: 1).With("from", from);
        return User(0).Post("/api/users/run/data/append", run);
    }

    public async Task<Reply> CommentAsync(string path)
    {
        var reply = await User(1).Post(path, new { content = "c" });
        Comment = (string)reply.ShouldBe(200)["_id"]!;
        return reply;
    }

    /// <summary>Reports the post.</summary>
    public async Task<Reply> ReportAsync(int user)
    {
        var reply = await User(user).Post("/api/reports", new { kind = "post", id = Id, reason = "spam" });
        Case = (string)reply.ShouldBe(200)["case"]!;
        return reply;
    }

    public Task<Reply> ResolveAsync(object decision) => Root.Post($"/api/reports/{Case}/resolve", decision);

    public async Task<Reply> ExportAsync()
    {
        var reply = await Root.BeginExportAsync();
        Link = ExportDriver.PathOf((string)reply.ShouldBe(200)["url"]!);
        return reply;
    }

    /// <summary>Begins a session of the first user.</summary>
    public async Task<Reply> SignInAsync()
    {
        var device = new { id = "c0ffee", name = "Pixel", platform = "android" };
        var reply = await Anonymous.Post("/api/users/login", new { username = "user0", password = TestApp.Password, device });
        (Id, Tag) = ((string)reply.ShouldBe(200)["session"]!["_id"]!, (string)reply.Json["refreshToken"]!);
        return reply;
    }

    /// <summary>Refreshes the session with the refresh token that it began with.</summary>
    public Task<Reply> RefreshAsync() => Anonymous.Post("/api/users/token/refresh", new { refreshToken = Tag });

    /// <summary>Makes recovery codes of the administrator.</summary>
    public async Task<Reply> MakeCodesAsync()
    {
        var reply = await Root.Post("/api/users/me/recoveryCodes", new { password = TestApp.Password });
        Tag = (string)reply.ShouldBe(200)["codes"]![0]!;
        return reply;
    }

    /// <summary>Recovers the administrator's account.</summary>
    public Task<Reply> RecoverAsync() =>
        Anonymous.Post("/api/users/recover", new { username = "root", code = Tag, password = "another horse" });

    public async Task<Reply> RememberTagAsync(string path)
    {
        var reply = await Anonymous.Get(path);
        Tag = reply.ETag!;
        return reply;
    }

    /// <summary>Calls when what the app knows of users has lapsed.</summary>
    public Task<Reply> LaterAsync(Func<Task<Reply>> call) => LaterAsync(TimeSpan.FromSeconds(6), call);

    /// <summary>Calls when what the app knows of users' privacy has lapsed, too.</summary>
    public Task<Reply> MuchLaterAsync(Func<Task<Reply>> call) => LaterAsync(TimeSpan.FromSeconds(31), call);

    private Task<Reply> LaterAsync(TimeSpan time, Func<Task<Reply>> call)
    {
        app.Clock.Advance(time);
        return call();
    }

    public async Task<Reply> OpenAsync(object body)
    {
        var reply = await User(0).Post("/api/runRoom/create", body);
        RunID = (int)reply.ShouldBe(200)["runID"]!;
        return reply;
    }

    public async Task<Reply> JoinAsync(int from, int to)
    {
        for (var number = from; number < to; number++)
            (await User(number).JoinAsync(RunID, 159)).ShouldBe(200);
        return await User(to).JoinAsync(RunID, 159);
    }
}
