using LeRun.Tests.Forum;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using LeRun.Tests.Users.Pictures;
using static LeRun.Tests.Forum.ForumDriver;

namespace LeRun.Tests.Safety;

/// <summary>Warnings, suspensions and appeals.</summary>
public class SanctionTests : ModeratedTests
{
    [Fact]
    public async Task Suspended_user_cannot_write_join_or_change_what_others_see_and_all_else_stays()
    {
        var (post, other) = (await Ann.WritePostAsync(), await Bob.WritePostAsync());
        var comment = await Bob.WriteCommentAsync(other);
        var (own, room) = (await Ann.OpenAsync(), await Bob.OpenAsync());
        await Ann.LikePostAsync(other);
        await SuspendAsync(post, until: null);

        foreach (var (method, path, body) in new (string, string, object?)[]
        {
            ("POST", Posts, new { title = "t", content = "c" }),
            ("PUT", $"{Posts}/{post}", new { title = "t" }),
            ("POST", $"{Posts}/{other}/comments", new { content = "c" }),
            ("POST", $"{Posts}/{other}/likePost", null),
            ("POST", $"{Posts}/{comment}/likeComment", null),
            ("POST", "/api/runRoom/create", new { }),
            ("POST", "/api/runRoom/join", new { runID = room }),
            ("POST", "/api/runRoom/update", new { runID = own, name = "n" }),
            ("PUT", "/api/users/update/nickname", new { nickname = "n" }),
            ("POST", "/api/users/update/profilepic", PictureBodies.Body("raw", SamplePictures.Png)),
        })
        {
            var reply = await Ann.Send(new HttpMethod(method), path, body);
            Assert.True(reply.Status == 403, $"{method} {path}: {reply.Status}");
            Assert.Equal("suspended", (string)reply.Json["code"]!);
        }

        foreach (var (method, path, body) in new (string, string, object?)[]
        {
            ("GET", Posts, null), ("GET", $"{Posts}/{post}", null), ("GET", "/api/users", null),
            ("GET", $"/api/runRoom/{own}", null),
            ("GET", "/api/users/me/standing", null), ("PUT", "/api/users/me/blocks/bob", null),
            ("DELETE", "/api/users/me/blocks/bob", null), ("POST", $"{Posts}/{other}/unlikePost", null),
            ("PUT", "/api/users/run/data", new { runData = Run.Data() }), ("POST", "/api/users/run/record", new { }),
            ("POST", "/api/runRoom/update", new { runID = own, runData = Run.Data(start: "2024-11-22T13:00:00Z") }),
            ("POST", "/api/reports", new { kind = "post", id = other, reason = "spam" }),
            ("POST", "/api/runRoom/leave", new { runID = own }), ("DELETE", $"{Posts}/{post}", null),
            ("PUT", "/api/users/update", new { password = "another horse" }),
        })
        {
            var reply = await Ann.Send(new HttpMethod(method), path, body);
            Assert.True(reply.Status == 200, $"{method} {path}: {reply.Status} {reply.Text}");
        }

        (await App.Anonymous.Delete("/api/users/delete", new { username = "ann", password = "another horse" })).ShouldBe(200);
    }

    [Fact]
    public async Task Suspension_holds_at_once_on_every_instance_and_ends_by_itself()
    {
        var post = await Ann.WritePostAsync();
        await using var second = await App.StartAnotherInstanceAsync(
            ("Auth:Moderators", "mod"), ("Auth:TokenLifetime", "60.00:00:00"));
        await second.As(Ann).WritePostAsync();
        await SuspendAsync(post, App.Clock.Now + TimeSpan.FromDays(3));
        App.Cosmos.CatchUp();

        (await second.As(Ann).Post(Posts, new { title = "t", content = "c" })).ShouldFail(403);
        (await second.As(Ann).Put("/api/users/update/nickname", new { nickname = "n" })).ShouldFail(403);
        var standing = (await Ann.Get("/api/users/me/standing")).ShouldBe(200);
        Assert.Equal("2024-11-25T14:51:31.000Z", (string)standing["suspension"]!["until"]!);
        Assert.Equal("[\"abuse\"]", standing["suspension"]!["reasons"]!.ToJsonString());
        App.Clock.Advance(TimeSpan.FromDays(3));

        await second.As(Ann).WritePostAsync();
        Assert.Null((await Ann.Get("/api/users/me/standing")).ShouldBe(200)["suspension"]);
    }

    [Fact]
    public async Task Appeal_comes_to_the_queue_once_and_a_dismissal_takes_the_sanction_back()
    {
        var post = await Ann.WritePostAsync();
        var path = $"/api/reports/{await SuspendAsync(post, until: null)}/appeal";
        App.Clock.Advance(TimeSpan.FromHours(30));

        (await Bob.Post(path, new { text = "Not me." })).ShouldFail(404);
        (await Ann.Post("/api/reports/nothing/appeal", new { text = "x" })).ShouldFail(404);
        (await Ann.Post(path, new { text = new string('a', 1_001) })).ShouldFail(400, "text");
        var standing = (await Ann.Get("/api/users/me/standing")).ShouldBe(200);
        Assert.True((bool)Assert.Single(standing["cases"]!.AsArray())!["canBeAppealed"]!);
        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Ann.Post(path, new { text = "It was a joke." })));

        Assert.Single(replies, reply => reply.Status == 200);
        Assert.All(replies, reply => Assert.Contains(reply.Status, new[] { 200, 409 }));
        var found = await Mod.CaseOfAsync(post);
        Assert.Equal("It was a joke.", (string)found["appeal"]!);
        Assert.Equal("2024-11-24T20:51:31.000Z", (string)found["dueAt"]!);
        (await Ann.Post(Posts, new { title = "t", content = "c" })).ShouldFail(403);
        await Mod.ResolveAsync(found, new { action = "dismiss" });
        await Ann.WritePostAsync();
        Assert.Equal("appealedAlready", (string)(await Ann.Post(path, new { text = "More." })).ShouldFail(409)["code"]!);
    }

    [Fact]
    public async Task Warnings_add_up_and_one_case_warns_once()
    {
        foreach (var title in new[] { "one", "two" })
        {
            var post = await Ann.WritePostAsync(title);
            await Bob.ReportAsync("post", post, "abuse");
            await Mod.ResolveAsync(await Mod.CaseOfAsync(post), new { action = "warn", note = title });
            await Mod.ResolveAsync(await Mod.CaseOfAsync(post, "resolved"), new { action = "warn", note = title });
        }

        var standing = (await Ann.Get("/api/users/me/standing")).ShouldBe(200);
        Assert.Equal(["one", "two"], standing["warnings"]!.AsArray().Select(warning => (string)warning!["note"]!));
        await Ann.WritePostAsync();
    }

    [Fact]
    public async Task Decision_needs_a_moderator_and_sense()
    {
        var post = await Ann.WritePostAsync();
        await Bob.ReportAsync("post", post, "abuse");
        var found = await Mod.CaseOfAsync(post);

        foreach (var user in new[] { Ann, Bob })
            (await user.TryResolveAsync(found, new { action = "remove" })).ShouldFail(403);
        (await Mod.TryResolveAsync(found, new { action = "burn" })).ShouldFail(400, "action");
        (await Mod.TryResolveAsync(found, new { action = "warn", until = "2030-01-01T00:00:00Z" })).ShouldFail(400, "until");
        (await Mod.TryResolveAsync(found, new { action = "suspend", until = "2020-01-01T00:00:00Z" })).ShouldFail(400, "until");
        (await Mod.Post("/api/reports/0193545b513870068c3c4775c2aa88fe-post-x/resolve", new { action = "hide" })).ShouldFail(404);
        (await Mod.Post("/api/reports/x/resolve", new { action = "hide" })).ShouldFail(404);
    }

    [Fact]
    public async Task Nobody_learns_who_reported()
    {
        var post = await Ann.WritePostAsync();
        var report = await Bob.ReportAsync("post", post, "abuse", "He is my neighbour.");
        await Mod.ResolveAsync(await Mod.CaseOfAsync(post), new { action = "hide" });

        foreach (var (user, path) in new[]
        {
            (Ann, "/api/users/me/standing"), (Ann, Posts), (Ann, $"{Posts}/{post}"), (Ann, "/api/users/ann"),
            (Mod, "/api/reports?status=resolved"), (Mod, "/api/users/ann"),
        })
        {
            var text = (await user.Get(path)).ShouldHave(200).Text;
            foreach (var secret in new[] { Bob.Id, "\"bob\"", "neighbour", (string)report["_id"]! })
                Assert.DoesNotContain(path.EndsWith("reports?status=resolved", StringComparison.Ordinal) ? Bob.Id : secret, text);
        }
    }

    [Theory]
    [MemberData(nameof(PowerCut.Ways), MemberType = typeof(PowerCut))]
    public async Task Sanction_that_is_cut_short_is_completed_by_the_timer(string way)
    {
        var old = await App.RegisterManyAsync("old", 3);
        App.Clock.Advance(TimeSpan.FromDays(1));
        foreach (var cut in PowerCut.AtEachWrite(App.Cosmos, way))
        {
            var writer = await App.RegisterAsync($"writer{way}{cut.Write}");
            var (hidden, other) = (await writer.WritePostAsync(), await writer.WritePostAsync());
            await old[0].ReportAsync("post", hidden, "spam");
            await old[1].ReportAsync("post", hidden, "spam");
            await old[0].ReportAsync("post", other, "spam");
            var found = await Mod.CaseOfAsync(other);

            await cut.DuringAsync(async () =>
            {
                await old[2].Post("/api/reports", new { kind = "post", id = hidden, reason = "spam" });
                await Mod.TryResolveAsync(found, new { action = "suspend" });
            });
            App.Clock.Advance(TimeSpan.FromMinutes(2));
            await App.FireAsync("FinishDecisions");

            var decided = await Mod.CaseOfAnyAsync(other);
            var isDecided = (string)decided["status"]! == "resolved";
            Assert.Equal(isDecided ? 403 : 200, (await writer.Post(Posts, new { title = "t", content = "c" })).Status);
            var isHidden = (bool)(await Mod.CaseOfAnyAsync(hidden))["hidden"]!;
            Assert.Equal(isHidden ? 404 : 200, (await Bob.Get($"{Posts}/{hidden}")).Status);
            Assert.True(cut.Happened || (isDecided && isHidden));
            var stored = string.Concat((await App.StoredAsync("moderation")).Select(item => item.ToJsonString()));
            Assert.DoesNotContain("pendingAt", stored, StringComparison.Ordinal);
        }
    }

    private async Task<string> SuspendAsync(string post, DateTimeOffset? until)
    {
        await Bob.ReportAsync("post", post, "abuse");
        var found = await Mod.CaseOfAsync(post);
        await Mod.ResolveAsync(found, new { action = "suspend", until, note = "Third time." });
        return (string)found["_id"]!;
    }
}
