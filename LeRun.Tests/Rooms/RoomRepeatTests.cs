using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;

namespace LeRun.Tests.Rooms;

/// <summary>A phone asks again after a 503, though what it asked for was done.</summary>
public class RoomRepeatTests : ApiTests
{
    private const string Key = "Idempotency-Key";

    [Theory]
    [InlineData("as one of two", "waiting", false)]
    [InlineData("as one of two", "running", false)]
    [InlineData("as the last", "waiting", false)]
    [InlineData("as the last", "running", false)]
    [InlineData("by deletion", "waiting", false)]
    [InlineData("by deletion", "running", false)]
    [InlineData("as one of two", "waiting", true)]
    [InlineData("as the last", "running", true)]
    [InlineData("by deletion", "waiting", true)]
    public async Task Repeated_end_gets_the_response_that_was_lost(string how, string status, bool elsewhere)
    {
        var replies = new List<Reply>();
        await using var other = await App.StartAnotherInstanceAsync();
        foreach (var isLost in new[] { false, true })
        {
            var (ann, bob) = (await App.RegisterAsync($"ann-{isLost}"), await App.RegisterAsync($"bob-{isLost}"));
            var runID = await ann.OpenAsync(new { name = "room", password = 1 });
            if (how != "as the last")
                (await bob.JoinAsync(runID, 1)).ShouldBe(200);
            await ann.SetStatusAsync(runID, status);
            await ann.UploadAsync(RoomDriver.Run(100, 60));

            var repeat = () => EndAsync(ann);
            if (isLost)
            {
                LoseWritesOf("rooms");
                (await repeat()).ShouldFail(503);
                App.Cosmos.Inject = null;
                App.Cosmos.CatchUp();
                if (elsewhere)
                    repeat = () => EndAsync(other.As(ann));
                (await EndAsync(bob)).ShouldHave(how == "as one of two" ? 200 : 404);
            }

            replies.Add(await repeat());
            if (!isLost)
                Assert.Contains((await repeat()).Status, new[] { 403, 404 });

            Task<Reply> EndAsync(TestUser user) =>
                how == "by deletion" ? user.Delete("/api/runRoom/delete", new { runID }) : user.LeaveAsync(runID);
        }

        var (expected, repeated) = (replies[0].ShouldBe(200), replies[1].ShouldBe(200));
        foreach (var field in new[] { "name", "status", "hasPassword", "capacity", "memberCount" })
        {
            if (how != "as one of two" || field is "name" or "capacity")
                Assert.Equal(expected[field]!.ToJsonString(), repeated[field]!.ToJsonString());
        }

        Assert.Equal(((string)expected["username"]!).Split('-')[0], ((string)repeated["username"]!).Split('-')[0]);
    }

    [Fact]
    public async Task End_can_be_repeated_for_ten_minutes_by_nobody_else_and_leaves_no_room()
    {
        var (ann, bob, eve) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"), await App.RegisterAsync("eve"));
        var runID = await ann.OpenAsync(null, bob);
        LoseWritesOf("rooms");
        (await ann.Delete("/api/runRoom/delete", new { runID })).ShouldFail(503);
        App.Cosmos.Inject = null;
        App.Cosmos.CatchUp();

        (await eve.Delete("/api/runRoom/delete", new { runID })).ShouldFail(404);
        (await bob.LeaveAsync(runID)).ShouldFail(404);
        (await ann.SeeAsync(runID)).ShouldFail(404);
        (await ann.JoinAsync(runID)).ShouldFail(404);
        (await ann.Get($"/api/runRoom/{runID}/result")).ShouldFail(404);
        Assert.Empty((await ann.Get("/api/runRoom/mine")).ShouldBe(200).AsArray());
        Assert.Empty((await ann.Get("/api/runRoom/all")).ShouldBe(200).AsArray());
        (await ann.Delete("/api/runRoom/delete", new { runID })).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromMinutes(11));
        (await ann.Delete("/api/runRoom/delete", new { runID })).ShouldFail(404);
        Assert.Empty(await App.StoredAsync("rooms"));
    }

    [Fact]
    public async Task Account_takes_what_is_left_of_its_ended_rooms_with_it()
    {
        var ann = await App.RegisterAsync("ann");
        await ann.Delete("/api/runRoom/delete", new { runID = await ann.OpenAsync() });
        await ann.OpenAsync();

        (await Anonymous.Delete("/api/users/delete", new { username = "ann", password = TestApp.Password })).ShouldBe(200);

        Assert.Empty(await App.StoredAsync("rooms"));
    }

    [Theory]
    [InlineData("/api/runRoom/create", "rooms", false)]
    [InlineData("/api/runRoom/create", "rooms", true)]
    [InlineData("/api/users/share/posts", "forum", false)]
    [InlineData("/api/users/share/posts", "forum", true)]
    [InlineData("comments", "forum", false)]
    [InlineData("comments", "forum", true)]
    public async Task Same_key_makes_no_second_one(string path, string container, bool isLostBefore)
    {
        var ann = await App.RegisterAsync("ann");
        var post = await (await App.RegisterAsync("bob")).WritePostAsync();
        await using var other = await App.StartAnotherInstanceAsync();
        if (path == "comments")
            path = $"{ForumDriver.Posts}/{post}/comments";
        var before = (await App.StoredAsync(container)).Count;
        if (isLostBefore)
            App.Cosmos.Inject = request => IsWrite(request, container) ? CosmosFault.ServiceUnavailable : null;
        else
            LoseWritesOf(container);
        (await MakeAsync(ann, "first")).ShouldFail(503);
        App.Cosmos.Inject = null;
        App.Cosmos.CatchUp();

        var made = (await MakeAsync(ann, "first")).ShouldBe(200);
        var again = (await MakeAsync(other.As(ann), "first")).ShouldBe(200);
        var next = (await MakeAsync(ann, "second")).ShouldBe(200);

        Assert.Equal((string)made["_id"]!, (string)again["_id"]!);
        Assert.NotEqual((string)made["_id"]!, (string)next["_id"]!);
        Assert.Equal(before + 2, (await App.StoredAsync(container)).Count);
        (await MakeAsync(ann, "a b")).ShouldFail(400, "Idempotency-Key");

        Task<Reply> MakeAsync(TestUser user, string key) => user.Post(path, new { title = "t", content = "c" }, (Key, key));
    }

    private void LoseWritesOf(string container) =>
        App.Cosmos.Inject = request => IsWrite(request, container) ? CosmosFault.DropAfterCommit : null;

    private static bool IsWrite(CosmosRequest request, string container) =>
        request.Container == container && request.Operation is not (CosmosOperation.Read or CosmosOperation.Query
            or CosmosOperation.QueryPlan or CosmosOperation.Metadata);
}
