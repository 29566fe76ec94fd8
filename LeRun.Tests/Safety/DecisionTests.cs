using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Forum;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using LeRun.Tests.Users.Pictures;
using static LeRun.Tests.Forum.ForumDriver;

namespace LeRun.Tests.Safety;

/// <summary>What moderators decide, and what follows from it.</summary>
public class DecisionTests : ModeratedTests
{
    [Fact]
    public async Task Hidden_post_is_its_authors_alone_until_a_moderator_shows_it_again()
    {
        var post = await Ann.WritePostAsync();
        await Bob.ReportAsync("post", post, "spam");
        var found = await Mod.CaseOfAsync(post);

        var resolved = await Mod.ResolveAsync(found, new { action = "hide", note = "Advertising." });

        Assert.Equal(("resolved", "hide", true), (
            (string)resolved["status"]!, (string)resolved["action"]!, (bool)resolved["hidden"]!));
        (await Bob.Get($"{Posts}/{post}")).ShouldFail(404);
        (await Mod.Get($"{Posts}/{post}")).ShouldFail(404);
        (await Bob.Get($"{Posts}/{post}/comments/")).ShouldFail(404);
        (await Ann.Get($"{Posts}/{post}/comments/")).ShouldBe(200);
        Assert.True((bool)(await Ann.Get($"{Posts}/{post}")).ShouldBe(200)["hidden"]!);
        Assert.Empty((await Mod.CasesAsync()).AsArray());
        // Two moderators at once: the second one sees that the case has changed.
        (await Mod.TryResolveAsync(found, new { action = "dismiss" })).ShouldFail(412);
        await Mod.ResolveAsync(await Mod.CaseOfAsync(post, "resolved"), new { action = "dismiss" });
        Assert.Null((await Bob.Get($"{Posts}/{post}")).ShouldBe(200)["hidden"]);
    }

    [Fact]
    public async Task Removed_things_are_gone_and_a_thing_that_went_meanwhile_stands_in_nobodys_way()
    {
        var post = await Ann.WritePostAsync();
        var comment = await Ann.WriteCommentAsync(post);
        var room = await Ann.OpenAsync();
        (await Ann.Post("/api/users/update/profilepic", PictureBodies.Body("raw", SamplePictures.Png))).ShouldBe(200);
        foreach (var (kind, id) in new[] { ("comment", comment), ("post", post), ("room", $"{room}"), ("picture", "ann") })
            await Bob.ReportAsync(kind, id, "illegal");
        foreach (var found in (await Mod.CasesAsync()).AsArray())
            await Mod.ResolveAsync(found!, new { action = "remove" });

        (await Ann.Get($"{Posts}/{post}")).ShouldFail(404);
        (await Ann.SeeAsync(room)).ShouldFail(404);
        (await App.Anonymous.Get("/api/users/profilepic/ann/image")).ShouldFail(404);
        Assert.Null((await Ann.Get("/api/users/ann")).ShouldBe(200)["profilePic"]);

        var second = await Ann.WritePostAsync();
        await Bob.ReportAsync("post", second, "spam");
        (await Ann.Delete($"{Posts}/{second}")).ShouldBe(200);
        foreach (var action in new[] { "hide", "dismiss", "remove", "warn" })
            await Mod.ResolveAsync(await Mod.CaseOfAnyAsync(second), new { action });
    }

    [Fact]
    public async Task Hidden_names_and_pictures_are_hidden_until_they_are_others()
    {
        (await Ann.Put("/api/users/update/nickname", new { nickname = "Rude" })).ShouldBe(200);
        (await Ann.Post("/api/users/update/profilepic", PictureBodies.Body("raw", SamplePictures.Png))).ShouldBe(200);
        var post = await Ann.WritePostAsync();
        await Bob.ReportAsync("user", "ann", "abuse");
        await Bob.ReportAsync("picture", "ann", "sexual");
        foreach (var found in (await Mod.CasesAsync()).AsArray())
            await Mod.ResolveAsync(found!, new { action = "hide" });

        var shown = (await Bob.Get($"{Posts}/{post}")).ShouldBe(200);
        Assert.Equal(("ann", null), ((string)shown["nickname"]!, (string?)shown["profilePic"]));
        (await App.Anonymous.Get("/api/users/profilepic/ann/image")).ShouldFail(404);
        (await Bob.Post("/api/reports", new { kind = "picture", id = "ann", reason = "sexual" })).ShouldFail(404);
        (await Ann.Put("/api/users/update/nickname", new { nickname = "Kind" })).ShouldBe(200);
        Assert.Equal("Kind", (string)(await Bob.Get("/api/users/ann")).ShouldBe(200)["nickname"]!);
        (await Ann.Put("/api/users/update/nickname", new { nickname = "Rude" })).ShouldBe(200);
        Assert.Equal("ann", (string)(await Bob.Get("/api/users/ann")).ShouldBe(200)["nickname"]!);
        var refused = await Mod.TryResolveAsync(
            await Mod.CaseOfAsync(Ann.Id, "resolved&kind=user"), new { action = "remove" });
        refused.ShouldFail(400, "action");
    }

    [Fact]
    public async Task Hidden_record_stays_private_and_a_hidden_room_is_for_its_members_alone()
    {
        var record = (string)(await Ann.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldBe(200)["_id"]!;
        var path = $"/api/users/run/records/ann/{record}";
        (await Ann.Put(path, new { visibility = "public" })).ShouldBe(200);
        var room = await Ann.OpenAsync();
        await Bob.ReportAsync("record", record, "cheating");
        await Bob.ReportAsync("room", $"{room}", "spam");
        foreach (var found in (await Mod.CasesAsync()).AsArray())
            await Mod.ResolveAsync(found!, new { action = "hide" });

        Assert.Equal("private", (string)(await Ann.Get(path)).ShouldBe(200)["visibility"]!);
        Assert.NotEqual(200, (await Ann.Put(path, new { visibility = "public" })).Status);
        (await Ann.Put(path, new { name = "Mine all the same" })).ShouldBe(200);
        (await Bob.SeeAsync(room)).ShouldFail(404);
        (await Bob.JoinAsync(room)).ShouldFail(404);
        Assert.Empty((await Bob.Get("/api/runRoom/all")).ShouldBe(200).AsArray());
        (await Ann.SeeAsync(room)).ShouldBe(200);
    }

    [Fact]
    public async Task Dismissed_thing_is_not_hidden_by_reporters_any_more_unless_it_changes()
    {
        var reporters = await App.RegisterManyAsync("old", 7);
        App.Clock.Advance(TimeSpan.FromDays(1));
        var post = await Ann.WritePostAsync();
        await reporters[0].ReportAsync("post", post, "spam");
        await Mod.ResolveAsync(await Mod.CaseOfAsync(post), new { action = "dismiss" });

        foreach (var reporter in reporters[1..4])
            await reporter.ReportAsync("post", post, "spam");
        (await Bob.Get($"{Posts}/{post}")).ShouldBe(200);
        Assert.Equal(3, (int)(await Mod.CaseOfAsync(post))["count"]!);
        (await Ann.Put($"{Posts}/{post}", new { title = "Worse" })).ShouldBe(200);
        await reporters[4].ReportAsync("post", post, "spam");

        (await Bob.Get($"{Posts}/{post}")).ShouldFail(404);
    }

    [Fact]
    public async Task Moderator_shows_only_what_they_saw_however_fast_the_author_changes_it()
    {
        var post = await Ann.WritePostAsync("Fine");
        await Bob.ReportAsync("post", post, "spam");
        await Mod.ResolveAsync(await Mod.CaseOfAsync(post), new { action = "hide" });
        (await Ann.Put($"{Posts}/{post}", new { title = "Nasty" })).ShouldBe(200);

        (await Mod.TryResolveAsync(await Mod.CaseOfAsync(post, "resolved"), new { action = "dismiss" })).ShouldFail(412);
        var changed = await Mod.CaseOfAsync(post, "resolved");
        Assert.Equal("Nasty", (string)changed["snapshot"]!["title"]!);

        // The author is faster still: the change comes after the moderator's look and before its effect.
        var isFirst = true;
        App.Cosmos.Inject = request =>
        {
            if (request is not { Operation: CosmosOperation.Patch, Container: "forum" } || !isFirst)
                return null;
            isFirst = false;
            return CosmosFault.Delay(async () => (await Ann.Put($"{Posts}/{post}", new { title = "Nastier" })).ShouldBe(200));
        };
        await Mod.ResolveAsync(changed, new { action = "dismiss" });
        App.Cosmos.Inject = null;

        Assert.False(isFirst);
        (await Bob.Get($"{Posts}/{post}")).ShouldFail(404);
        Assert.Equal("Nastier", (string)(await Mod.CaseOfAsync(post))["snapshot"]!["title"]!);
        await Mod.ResolveAsync(await Mod.CaseOfAsync(post), new { action = "dismiss" });
        (await Bob.Get($"{Posts}/{post}")).ShouldBe(200);
    }
}
