using System.Diagnostics;
using System.Globalization;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;
using Xunit.Abstractions;

namespace LeRun.Tests.Users;

public class AccountDeletionCountsTests(ITestOutputHelper output) : ApiTests
{
    private const int TheirPosts = 10;

    [Fact]
    public Task Erasure_counts_everything_that_a_user_owned() => DeleteAsync(records: 3, posts: 4, comments: 20, likes: 30);

    [Fact]
    public async Task Erasure_deletes_runs_in_batches_that_leave_others_room()
    {
        var bob = await App.RegisterAsync("bob");
        await ManyAsync(30, i => bob.Post("/api/users/run/record", new { runRecord = Run.Data(start: StartOf(i)) }));
        var stored = (await App.StoredAsync("runs")).Count;

        var requests = await App.CosmosRequestsAsync(() =>
            Anonymous.Delete("/api/users/delete", new { username = "bob", password = TestApp.Password }));

        Assert.Empty(await App.StoredAsync("runs"));
        var batches = requests.Count(request => request is { Container: "runs", Operation: CosmosOperation.Batch });
        Assert.Equal((stored + 24) / 25, batches);
    }

    /// <summary>The numbers that docs/deletion.md reports; on request only, because filling the forum takes a while.</summary>
    [SkippableFact]
    public Task Erasure_counts_everything_that_a_user_of_many_years_owned()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("LERUN_TEST_LARGE") == "1", "Set LERUN_TEST_LARGE=1 to run it.");
        return DeleteAsync(records: 1_000, posts: 200, comments: 500, likes: 2_000);
    }

    private async Task DeleteAsync(int records, int posts, int comments, int likes)
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var theirs = await ManyAsync(TheirPosts, _ => ann.WritePostAsync());
        var liked = await ManyAsync(likes - TheirPosts, i => ann.WriteCommentAsync(theirs[i % TheirPosts]));

        await ManyAsync(records, async i =>
            (await bob.Post("/api/users/run/record", new { runRecord = Run.Data(start: StartOf(i)) })).ShouldHave(200));
        await ManyAsync(posts, _ => bob.WritePostAsync());
        await ManyAsync(comments, i => bob.WriteCommentAsync(theirs[i % TheirPosts]));
        await ManyAsync(TheirPosts, i => bob.LikePostAsync(theirs[i]));
        await ManyAsync(liked.Length, i => bob.LikeCommentAsync(liked[i]));

        Reply? reply = null;
        var watch = Stopwatch.StartNew();
        var requests = await App.CosmosRequestsAsync(async () =>
            reply = await Anonymous.Delete("/api/users/delete", new { username = "bob", password = TestApp.Password }));
        var removed = reply!.ShouldBe(200)["removed"]!;
        output.WriteLine($"{removed.ToJsonString()} in {watch.Elapsed.TotalSeconds:0.0} s and {requests.Count} requests");

        Assert.Equal(
            (records, posts, comments, likes),
            ((int)removed["records"]!, (int)removed["posts"]!, (int)removed["comments"]!, (int)removed["likes"]!));
        var left = await App.StoredAsync();
        Assert.Equal(TheirPosts + liked.Length, left.Count);
        Assert.All(left, item => Assert.Equal((ann.Id, 0), ((string)item["authorUid"]!, (int)item["likes"]!)));
        Assert.Equal(liked.Length, left.Sum(item => (int?)item["comments"] ?? 0));
    }

    private string StartOf(int i) => App.Clock.Now.AddHours(-1 - i).ToString("O", CultureInfo.InvariantCulture);

    private static async Task<T[]> ManyAsync<T>(int count, Func<int, Task<T>> make)
    {
        var made = new T[count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 8 };
        await Parallel.ForAsync(0, count, options, async (i, _) => made[i] = await make(i));
        return made;
    }
}
