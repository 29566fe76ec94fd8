using System.Globalization;
using System.Text.Json.Nodes;
using LeRun.Tests.Forum;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using Xunit.Abstractions;

namespace LeRun.Tests.Chaos;

/// <summary>
/// Random phones on two instances, while storage misbehaves in every way it can: throttling, outages, timeouts, writes whose
/// response is lost, stale reads, short pages. Afterwards everything that a phone was told is true, and nothing else is.
/// </summary>
/// <remarks>
/// <c>LERUN_CHAOS_FAULTS</c> says how many faults (500), <c>LERUN_CHAOS_SEED</c> which random choices: the failure names it.
/// </remarks>
public class ChaosTests(ITestOutputHelper output)
{
    private const int Phones = 40;

    [Fact]
    public async Task What_phones_were_told_stays_true_whatever_storage_does()
    {
        var wanted = Read("LERUN_CHAOS_FAULTS") ?? 500;
        var seed = Read("LERUN_CHAOS_SEED") ?? Random.Shared.Next();
        output.WriteLine($"LERUN_CHAOS_SEED={seed} LERUN_CHAOS_FAULTS={wanted}");
        try
        {
            await RunAsync(seed, wanted);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"LERUN_CHAOS_SEED={seed} LERUN_CHAOS_FAULTS={wanted}", exception);
        }
    }

    private static int? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;

    private async Task RunAsync(int seed, int wanted)
    {
        await using var app = await TestApp.StartAsync();
        await using var other = await app.StartAnotherInstanceAsync();
        var users = await app.RegisterManyAsync("user", Phones);
        var reader = await app.RegisterAsync("reader");
        var model = new ChaosModel();
        var faults = new ChaosFaults(new Random(seed), wanted);
        app.Cosmos.StaleReads = TimeSpan.FromMilliseconds(5);
        app.Cosmos.ShortPages = true;
        app.Cosmos.Inject = faults.Next;

        await Task.WhenAll(users.Select((user, number) => Task.Run(async () =>
        {
            var phone = new ChaosPhone(model, [user, other.As(user)], number, new Random(seed + number));
            while (!faults.AreEnough)
                await phone.StepAsync();
            if (number % 5 == 0)
                await phone.DeleteAccountAsync();
        })));

        app.Cosmos.Inject = null;
        app.Cosmos.CatchUp();
        // A cleanup completes a hundred deletions of posts and comments.
        for (var cleanup = 0; cleanup < 3 + (model.Deletions.Count / 100); cleanup++)
            await app.CleanUpAsync();
        output.WriteLine($"{faults.Count} faults, {model.Posts.Count} posts, {model.Comments.Count} comments, "
            + $"{model.Records.Count} runs, {model.Members.Count} memberships.");

        Assert.Empty(model.Wrong);
        await CheckForumAsync(app, reader, users, model);
        await CheckRoomsAsync(app, model);
        foreach (var user in users.Where(user => !model.Gone.ContainsKey(user.Username)))
            await CheckRecordsAsync(user, model);
    }

    private static async Task CheckForumAsync(TestApp app, TestUser reader, TestUser[] users, ChaosModel model)
    {
        var items = await app.StoredAsync();
        var posts = items.Where(item => (string)item["type"]! == "post").ToDictionary(item => (string)item["id"]!);
        var comments = items.Where(item => (string)item["type"]! == "comment").ToDictionary(item => (string)item["id"]!);
        var likes = items.Where(item => (string)item["type"]! == "like").ToList();

        // No deletion is stuck, and nothing is left of what was deleted.
        Assert.DoesNotContain(items, item => item["deletedAt"] is not null);
        Assert.All(items, item => Assert.Contains((string)item["postId"]!, posts.Keys));
        Assert.All(model.Posts, post => Check(post.Key, post.Value, posts.ContainsKey(post.Key)));
        Assert.All(
            model.Comments.Where(comment => posts.ContainsKey(comment.Value.Post)),
            comment => Check(comment.Key, comment.Value.Author, comments.ContainsKey(comment.Key)));

        // Nothing was made or counted twice.
        Assert.Equal(posts.Count, posts.Values.Select(post => (string)post["title"]!).Distinct().Count());
        Assert.Equal(comments.Count, comments.Values.Select(comment => (string)comment["content"]!).Distinct().Count());
        foreach (var (id, post) in posts)
        {
            Assert.Equal(comments.Values.Count(comment => (string)comment["postId"]! == id), (int)post["comments"]!);
            Assert.Equal(likes.Count(like => (string)like["target"]! == id), (int)post["likes"]!);
        }

        foreach (var ((name, post), isLiked) in model.Likes)
        {
            if (isLiked is { } expected && posts.ContainsKey(post) && !model.Gone.ContainsKey(name))
            {
                var liker = users.Single(user => user.Username == name);
                Assert.Equal(expected, (bool)(await liker.Post(
                    $"{ForumDriver.Posts}/{post}/ifLikedPost")).ShouldBe(200)["liked"]!);
            }
        }

        (await reader.Get(ForumDriver.Posts)).ShouldBe(200);

        void Check(string id, string author, bool exists)
        {
            if (exists)
                Assert.False(model.MustBeGone(id, author), $"{id} is still there.");
            else
                Assert.False(model.MustExist(id, author), $"{id} is lost.");
        }
    }

    private static async Task CheckRoomsAsync(TestApp app, ChaosModel model)
    {
        var rooms = (await app.StoredAsync("rooms")).Where(room => (string)room["type"]! == "room").ToList();
        Assert.Equal(rooms.Count, rooms.Select(room => (string)room["name"]!).Distinct().Count());
        foreach (var ((name, runID), isMember) in model.Members)
        {
            var names = rooms.SingleOrDefault(room => (string)room["id"]! == $"{runID}")?["members"] is JsonArray members
                ? members.Select(member => (string)member!["username"]!).ToList()
                : [];
            if (model.Gone.TryGetValue(name, out var isGone))
                Assert.False(isGone && names.Contains(name), $"{name} is still in {runID}.");
            else if (isMember is { } expected)
                Assert.True(names.Contains(name) == expected, $"{name} in {runID} should be {expected}.");
            Assert.Equal(names.Count, names.Distinct().Count());
        }
    }

    private static async Task CheckRecordsAsync(TestUser user, ChaosModel model)
    {
        var records = (await user.Get($"/api/users/run/records/{user.Username}?limit=200")).ShouldBe(200).AsArray();
        var starts = records.Select(record => (string)record!["start"]!).ToList();
        Assert.Equal(starts.Count, starts.Distinct().Count());
        foreach (var ((name, start), id) in model.Records)
        {
            if (name == user.Username && starts.Count < 200)
                Assert.Equal(id, (string)records.Single(record => (string)record!["start"]! == start)!["_id"]!);
        }
    }
}
