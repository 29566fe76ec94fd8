using System.Text.Json.Nodes;
using LeRun.Tests.Support;

namespace LeRun.Tests.Forum;

public class PagingTests : ApiTests
{
    private const string Posts = ForumDriver.Posts;

    [Theory]
    [InlineData(Posts)]
    [InlineData("/api/users/share/ann/posts")]
    public async Task Posts_come_newest_first_once_each_while_others_post(string list)
    {
        var ann = await App.RegisterAsync("ann");
        var there = new List<string>();
        for (var i = 0; i < 10; i++)
            there.Add(await ann.WritePostAsync($"{i}"));

        var seen = await WalkAsync(App, $"{list}?limit=3", page => ann.WritePostAsync($"while reading page {page}"));

        Assert.Equal(there.AsEnumerable().Reverse(), seen);
    }

    [Fact]
    public async Task Posts_come_once_each_while_others_delete()
    {
        var ann = await App.RegisterAsync("ann");
        var there = new List<string>();
        for (var i = 0; i < 9; i++)
            there.Add(await ann.WritePostAsync($"{i}"));

        // The very post that the cursor stands at goes, too.
        var seen = await WalkAsync(
            App, $"{Posts}?limit=3", async page => (await ann.Delete($"{Posts}/{there[^(3 * page)]}")).ShouldBe(200));

        Assert.Equal(there.AsEnumerable().Reverse(), seen);
    }

    [Fact]
    public async Task Comments_come_oldest_first_once_each_while_others_comment()
    {
        var ann = await App.RegisterAsync("ann");
        var post = await ann.WritePostAsync();
        var there = new List<string>();
        for (var i = 0; i < 10; i++)
            there.Add(await ann.WriteCommentAsync(post, $"{i}"));

        var seen = await WalkAsync(App, $"{Posts}/{post}/comments/?limit=3", async page =>
        {
            if (page <= 2)
                there.Add(await ann.WriteCommentAsync(post, $"while reading page {page}"));
        });

        Assert.Equal(there, seen);
    }

    [Fact]
    public async Task Bad_cursor_or_limit_is_refused()
    {
        var ann = await App.RegisterAsync("ann");
        var (one, two) = (await ann.WritePostAsync(), await ann.WritePostAsync());
        await ann.WriteCommentAsync(one);
        await ann.WriteCommentAsync(one);
        var ofPosts = (await Anonymous.Get($"{Posts}?limit=1")).Next!.Split("cursor=")[1];
        var ofOne = (await Anonymous.Get($"{Posts}/{one}/comments?limit=1")).Next!.Split("cursor=")[1];

        foreach (var list in new[] { Posts, "/api/users/share/ann/posts", $"{Posts}/{two}/comments" })
        {
            foreach (var cursor in new[] { "", "x", "***", "cG9zdHM6", ofOne })
                (await Anonymous.Get($"{list}?cursor={cursor}")).ShouldFail(400, "cursor");
            foreach (var limit in new[] { "0", "201", "-1", "x" })
                (await Anonymous.Get($"{list}?limit={limit}")).ShouldFail(400, "limit");
        }

        (await Anonymous.Get($"{Posts}/{one}/comments?cursor={ofPosts}")).ShouldFail(400, "cursor");
    }

    private static async Task<List<string>> WalkAsync(TestApp app, string list, Func<int, Task> between)
    {
        var seen = new List<string>();
        var page = 0;
        for (var next = list; next is not null;)
        {
            var reply = await app.Anonymous.Get(next);
            seen.AddRange(reply.ShouldBe(200).AsArray().Select((JsonNode? item) => (string)item!["_id"]!));
            next = reply.Next;
            await between(++page);
        }

        return seen;
    }
}
