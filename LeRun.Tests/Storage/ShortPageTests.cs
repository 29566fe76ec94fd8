using LeRun.Tests.Support;

namespace LeRun.Tests.Storage;

/// <summary>Cosmos may end a page of a query early, even before its first row: nothing takes such a page for the whole.</summary>
public class ShortPageTests : ApiTests
{
    private const string Posts = "/api/users/share/posts";

    [Fact]
    public async Task Like_twice_counts_once()
    {
        var user = await StartAsync();
        for (var i = 0; i < 10; i++)
        {
            var post = await PostAsync(user);
            (await user.Post($"{Posts}/{post}/likePost")).ShouldBe(200);

            Assert.Equal(1, (int)(await user.Post($"{Posts}/{post}/likePost")).ShouldBe(200)["likes"]!);
            Assert.True((bool)(await user.Post($"{Posts}/{post}/ifLikedPost")).ShouldBe(200)["liked"]!);
        }
    }

    [Fact]
    public async Task Comments_end_and_none_is_missing()
    {
        var user = await StartAsync();
        var post = await PostAsync(user);
        for (var i = 0; i < 12; i++)
            (await user.Post($"{Posts}/{post}/comments", new { content = $"{i}" })).ShouldBe(200);

        var seen = new List<string>();
        for (var page = $"{Posts}/{post}/comments?limit=5"; page is not null && seen.Count <= 12;)
        {
            var reply = await user.Get(page);
            seen.AddRange(reply.ShouldBe(200).AsArray().Select(comment => (string)comment!["content"]!));
            page = reply.Next;
        }

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}"), seen);
    }

    [Fact]
    public async Task List_is_filled_for_clients_that_read_no_further_than_the_first_page()
    {
        var user = await StartAsync();
        for (var i = 0; i < 12; i++)
            await PostAsync(user);

        var all = await user.Get(Posts);
        var five = await user.Get($"{Posts}?limit=5");

        Assert.Equal((12, null), (all.ShouldBe(200).AsArray().Count, all.Next));
        Assert.Equal(5, five.ShouldBe(200).AsArray().Count);
        Assert.NotNull(five.Next);
    }

    [Fact]
    public async Task Comment_is_found_to_be_deleted()
    {
        var user = await StartAsync();
        for (var i = 0; i < 10; i++)
        {
            var post = await PostAsync(user);
            var comment = (await user.Post($"{Posts}/{post}/comments", new { content = "x" })).ShouldBe(200);

            (await user.Delete($"/api/users/share/comments/{(string)comment["_id"]!}")).ShouldBe(200);
        }
    }

    [Fact]
    public async Task Record_uploaded_twice_is_one()
    {
        var user = await StartAsync();
        for (var i = 0; i < 10; i++)
        {
            var record = new { runRecord = Run.Data(start: $"2024-11-22T1{i}:00:00Z") };
            var first = (await user.Post("/api/users/run/record", record, ("Idempotency-Key", $"k{i}"))).ShouldBe(200);
            var second = (await user.Post("/api/users/run/record", record, ("Idempotency-Key", $"k{i}"))).ShouldBe(200);

            Assert.Equal((string)first["_id"]!, (string)second["_id"]!);
        }
    }

    private async Task<TestUser> StartAsync()
    {
        App.Cosmos.ShortPages = true;
        return await App.RegisterAsync("ann");
    }

    private static async Task<string> PostAsync(TestUser user) =>
        (string)(await user.Post(Posts, new { title = "t", content = "c" })).ShouldBe(200)["_id"]!;
}
