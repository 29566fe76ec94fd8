using Azure.Storage.Blobs;
using LeRun.Safety;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static LeRun.Tests.Forum.ForumDriver;

namespace LeRun.Tests.Safety;

/// <summary>What is held before anyone sees it.</summary>
public class WordFilterTests
{
    [Theory]
    [InlineData("Buy casino chips")]
    [InlineData("CASINO")]
    [InlineData("ｃａｓｉｎｏ")]
    [InlineData("c\u200bas\u200dino")]
    [InlineData("c.a.s.i.n.o")]
    [InlineData("c a s i n o")]
    [InlineData("саsіnо")]
    [InlineData("cásînö")]
    [InlineData("𝒸𝒶𝓈𝒾𝓃ℴ")]
    [InlineData("去赌博吧")]
    [InlineData("赌 博")]
    [InlineData("赌*博")]
    [InlineData("赌\u200b博")]
    public async Task Text_with_a_word_of_the_list_is_held_however_it_is_written(string text)
    {
        await using var app = await StartAsync("post");
        var (ann, mod) = (await app.RegisterAsync("ann"), await app.RegisterAsync("mod"));

        var post = (await ann.Post(Posts, new { title = "t", content = text })).ShouldBe(200);

        Assert.True((bool)post["hidden"]!);
        Assert.Empty((await mod.Get(Posts)).ShouldBe(200).AsArray());
        var found = await mod.CaseOfAsync((string)post["_id"]!);
        Assert.Equal("""{"filter":1}""", found["reasons"]!.ToJsonString());
        Assert.Equal(text, (string)found["snapshot"]!["content"]!);
        await mod.ResolveAsync(found, new { action = "dismiss" });
        Assert.Single((await mod.Get(Posts)).ShouldBe(200).AsArray());
    }

    [Theory]
    [InlineData("I ran to the cas in October")]
    [InlineData("赌气跑了博物馆")]
    [InlineData("plain words")]
    public async Task Text_without_such_words_passes(string text)
    {
        await using var app = await StartAsync("post");
        var ann = await app.RegisterAsync("ann");

        Assert.Null((await ann.Post(Posts, new { title = "t", content = text })).ShouldBe(200)["hidden"]);
    }

    [Fact]
    public async Task Edits_comments_and_names_are_looked_at_as_well()
    {
        await using var app = await StartAsync("post");
        var (ann, bob, mod) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"), await app.RegisterAsync("mod"));
        var post = await ann.WritePostAsync();
        var comment = (await bob.Post($"{Posts}/{post}/comments", new { content = "casino" })).ShouldBe(200);

        Assert.Empty((await ann.Get($"{Posts}/{post}/comments/")).ShouldBe(200).AsArray());
        Assert.Single((await bob.Get($"{Posts}/{post}/comments/")).ShouldBe(200).AsArray());
        await mod.ResolveAsync(await mod.CaseOfAsync((string)comment["_id"]!), new { action = "dismiss" });
        Assert.Single((await ann.Get($"{Posts}/{post}/comments/")).ShouldBe(200).AsArray());
        Assert.True((bool)(await ann.Put($"{Posts}/{post}", new { title = "Casino" })).ShouldBe(200)["hidden"]!);
        (await bob.Put($"{Posts}/{post}", new { title = "Casino" })).ShouldFail(403);
        (await bob.Get($"{Posts}/{post}")).ShouldFail(404);
        await mod.ResolveAsync(await mod.CaseOfAsync(post), new { action = "dismiss" });
        Assert.Equal("Casino", (string)(await bob.Get($"{Posts}/{post}")).ShouldBe(200)["title"]!);
        (await ann.Put("/api/users/update/nickname", new { nickname = "ＣＡＳＩＮＯ" })).ShouldFail(400, "nickname");
        var register = new { username = "casino_ann", password = TestApp.Password };
        (await app.Anonymous.Post("/api/users", register)).ShouldFail(400, "username");
    }

    [Theory]
    [InlineData("off", 200, false)]
    [InlineData("pre", 200, true)]
    [InlineData("closed", 403, false)]
    public async Task Mode_decides(string mode, int status, bool isHeld)
    {
        await using var app = await StartAsync(mode);
        var ann = await app.RegisterAsync("ann");

        var reply = await ann.Post(Posts, new { title = "t", content = mode == "pre" ? "plain" : "casino" });

        Assert.Equal(status, reply.Status);
        Assert.Equal(isHeld, reply.Json["hidden"] is not null);
    }

    [Theory]
    [InlineData("likePost")]
    [InlineData("unlikePost")]
    [InlineData("likeComment")]
    [InlineData("unlikeComment")]
    public async Task Closed_forum_takes_no_likes_either(string action)
    {
        await using var app = await StartAsync("closed");
        var ann = await app.RegisterAsync("ann");

        var problem = (await ann.Post($"{Posts}/01934df2c6de7000a1b2c3d4e5f60718/{action}")).ShouldFail(403);

        Assert.Equal("forumClosed", (string?)problem["code"]);
    }

    [Fact]
    public async Task Rooms_have_no_names_with_refused_words()
    {
        await using var app = await StartAsync("post");
        var ann = await app.RegisterAsync("ann");
        var room = (await ann.Post("/api/runRoom/create", new { name = "Morning" })).ShouldBe(200);

        (await ann.Post("/api/runRoom/create", new { name = "c a s i n o" })).ShouldFail(400, "name");
        (await ann.Post("/api/runRoom/update", new { runID = (int)room["runID"]!, name = "赌 博" })).ShouldFail(400, "name");
    }

    [Fact]
    public async Task List_is_read_again_after_five_minutes()
    {
        await using var app = await StartAsync("post");
        var ann = await app.RegisterAsync("ann");
        await ann.WritePostAsync("roulette");
        await WriteListAsync(app, "roulette");

        Assert.Null((await ann.Post(Posts, new { title = "roulette", content = "c" })).ShouldBe(200)["hidden"]);
        app.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.True((bool)(await ann.Post(Posts, new { title = "roulette", content = "c" })).ShouldBe(200)["hidden"]!);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(null, true)]
    public async Task Outside_review_that_refuses_or_fails_leaves_the_text_to_moderators(bool? passes, bool isHeld)
    {
        await using var app = await StartAsync("post", services => services.AddSingleton<ITextReview>(new Review(passes)));
        var ann = await app.RegisterAsync("ann");

        var post = (await ann.Post(Posts, new { title = "t", content = "plain" })).ShouldBe(200);

        Assert.Equal(isHeld, post["hidden"] is not null);
    }

    private static async Task<TestApp> StartAsync(string mode, Action<IServiceCollection>? configure = null)
    {
        var app = await TestApp.StartAsync(
            configure: configure, settings: [("Auth:Moderators", "mod"), ("Moderation:Mode", mode)]);
        await WriteListAsync(app, "casino\n赌博\n");
        return app;
    }

    private static async Task WriteListAsync(TestApp app, string words) =>
        await app.Services.GetRequiredService<BlobContainerClient>().GetBlobClient("moderation-words.txt")
            .UploadAsync(BinaryData.FromString(words), overwrite: true);

    private sealed class Review(bool? passes) : ITextReview
    {
        public Task<bool> PassesAsync(string text, CancellationToken cancellationToken) =>
            Task.FromResult(passes ?? throw new InvalidOperationException("Out of order."));
    }
}
