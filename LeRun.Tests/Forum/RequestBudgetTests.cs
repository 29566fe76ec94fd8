using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;
using Xunit.Abstractions;

namespace LeRun.Tests.Forum;

/// <summary>How many Cosmos requests each route of the forum takes (design.md), however much is stored.</summary>
public class RequestBudgetTests(ITestOutputHelper output)
{
    private const string Posts = ForumDriver.Posts;

    [Fact]
    public async Task Each_route_keeps_to_its_budget()
    {
        await using var app = await TestApp.StartAsync();
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var post = await ann.WritePostAsync();
        var comment = await bob.WriteCommentAsync(post);
        await ann.WriteCommentAsync(post);
        await bob.WritePostAsync();

        await Takes(2, "23 write a post", () => ann.Post(Posts, new { title = "t", content = "c" }));
        await Takes(2, "24 all posts", () => app.Anonymous.Get(Posts));
        await Takes(1, "25 a post", () => app.Anonymous.Get($"{Posts}/{post}"));
        app.Clock.Advance(TimeSpan.FromSeconds(6));
        await Takes(2, "25 a post, its author not met for a while", () => app.Anonymous.Get($"{Posts}/{post}"));
        await Takes(2, "26 change a post", () => ann.Put($"{Posts}/{post}", new { title = "t" }));
        var tag = (await app.Anonymous.Get($"{Posts}/{post}")).ETag!;
        await Takes(2, "26 change a post, If-Match", () => ann.Put($"{Posts}/{post}", new { title = "t" }, ("If-Match", tag)));
        await Takes(2, "28 a user's posts", () => app.Anonymous.Get("/api/users/share/bob/posts"));
        await Takes(2, "29 comment", () => bob.Post($"{Posts}/{post}/comments", new { content = "c" }));
        await Takes(2, "30 comments", () => app.Anonymous.Get($"{Posts}/{post}/comments/"));
        await Takes(1, "32 like", () => bob.Post($"{Posts}/{post}/likePost"));
        await Takes(2, "32 like again", () => bob.Post($"{Posts}/{post}/likePost"));
        await Takes(1, "36 liked?", () => bob.Post($"{Posts}/{post}/ifLikedPost"));
        await Takes(1, "33 unlike", () => bob.Post($"{Posts}/{post}/unlikePost"));
        await Takes(2, "33 unlike again", () => bob.Post($"{Posts}/{post}/unlikePost"));
        await Takes(1, "34 like a comment", () => ann.Post($"{Posts}/{comment}/likeComment"));
        await Takes(2, "34 like a comment again", () => ann.Post($"{Posts}/{comment}/likeComment"));
        await Takes(1, "35 unlike a comment", () => ann.Post($"{Posts}/{comment}/unlikeComment"));
        await Takes(4, "31 delete a comment", () => bob.Delete($"/api/users/share/comments/{comment}"));
        await Takes(6, "27 delete a post", () => ann.Delete($"{Posts}/{post}"));

        async Task Takes(int requests, string what, Func<Task<Reply>> act)
        {
            var seen = await app.CosmosRequestsAsync(async () => (await act()).ShouldHave(200));
            output.WriteLine($"{what}: {string.Join(", ", seen.Select(request => $"{request.Operation} {request.Container}"))}");
            Assert.True(seen.Count == requests, $"{what} took {seen.Count}: {string.Join("; ", seen)}");
            var mayAskAllPartitions = what[..2] is "24" or "28";
            Assert.True(
                mayAskAllPartitions || seen.Where(request => request.Operation == CosmosOperation.Query)
                    .All(request => request.PartitionKey is not null || request.Container == "users"),
                $"{what} asked all partitions.");
        }
    }
}
