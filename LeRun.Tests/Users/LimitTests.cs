using LeRun.Tests.Forum;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using static LeRun.Tests.Forum.ForumDriver;

namespace LeRun.Tests.Users;

/// <summary>What one account may make.</summary>
public class LimitTests
{
    private static readonly (string, string)[] Defaults =
    [
        ("Limits:RoomsPerHour", "20"), ("Limits:PostsPerHour", "10"), ("Limits:CommentsPerHour", "60"),
        ("Limits:OpenRoomsAsHost", "5"), ("Limits:OpenRoomsAsMember", "20"), ("Auth:TokenLifetime", "60.00:00:00"),
    ];

    [Theory]
    [InlineData("rooms", 6, 20)]
    [InlineData("posts", 3, 10)]
    [InlineData("comments", 20, 60)]
    public async Task Rate_holds_on_every_instance_and_after_a_restart_a_third_of_it_on_the_first_day(
        string what, int onFirstDay, int later)
    {
        (string, string)[] settings = [.. Defaults, ("Limits:OpenRoomsAsHost", "0"), ("Limits:OpenRoomsAsMember", "0")];
        using var folder = new TemporaryFolder();
        var clock = new TestClock();
        Func<TestUser, Task<Reply>> make;
        await using (var first = await TestApp.StartAsync(folder.Path, clock, settings: settings))
        {
            var ann = await first.RegisterAsync("ann");
            await using var second = await first.StartAnotherInstanceAsync(settings);
            make = await MakerAsync(what, await first.RegisterAsync("writer"));

            var replies = new List<Reply>();
            for (var i = 0; i < onFirstDay + 2; i++)
                replies.Add(await make(i % 2 == 0 ? ann : second.As(ann)));

            Assert.Equal(onFirstDay, replies.Count(reply => reply.Status == 200));
            Assert.All(replies[onFirstDay..], reply => Assert.Equal("3600", reply.Headers["Retry-After"]));
        }

        await using var restarted = await TestApp.StartAsync(folder.Path, clock, settings: settings);
        var again = await restarted.LoginAsync("ann");
        (await make(again)).ShouldFail(429);
        clock.Advance(TimeSpan.FromHours(1));
        (await make(again)).ShouldBe(200);
        clock.Advance(TimeSpan.FromDays(1));
        var made = 0;
        while ((await make(again)).Status == 200)
            made++;
        Assert.Equal(later, made);
    }

    [Fact]
    public async Task Rate_is_exact_however_many_requests_come_at_once()
    {
        await using var app = await TestApp.StartAsync(settings: Defaults);
        await using var second = await app.StartAnotherInstanceAsync(Defaults);
        var ann = await app.RegisterAsync("ann");
        app.Shuffle(seed: 4);

        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? ann : second.As(ann)).Post(
            Posts, new { title = "t", content = "c" })));

        Assert.Equal(3, replies.Count(reply => reply.Status == 200));
        Assert.Equal(37, replies.Count(reply => reply.Status == 429));
    }

    [Fact]
    public async Task Sixth_open_room_of_a_host_is_refused_until_one_has_ended()
    {
        await using var app = await TestApp.StartAsync(settings: Defaults);
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var rooms = new List<int>();
        for (var i = 0; i < 5; i++)
            rooms.Add(await ann.OpenAsync());

        var refused = await ann.Post("/api/runRoom/create");
        Assert.Contains("5", (string)refused.ShouldFail(409)["message"]!, StringComparison.Ordinal);
        (await bob.JoinAsync(rooms[0])).ShouldBe(200);
        (await ann.LeaveAsync(rooms[0])).ShouldBe(200);
        (await ann.JoinAsync(rooms[0])).ShouldBe(200);
        await ann.OpenAsync();
        app.Clock.Advance(TimeSpan.FromHours(1));
        (await ann.Post("/api/runRoom/create")).ShouldFail(409);
        await ann.SetStatusAsync(rooms[1], "finished");
        await ann.OpenAsync();
    }

    [Fact]
    public async Task Rooms_entered_at_once_are_at_most_twenty_and_joining_again_stays_free()
    {
        await using var app = await TestApp.StartAsync(settings: [.. Defaults, ("Limits:OpenRoomsAsHost", "0")]);
        var hosts = await app.RegisterManyAsync("host", 5);
        var ann = await app.RegisterAsync("ann");
        var rooms = new List<int>();
        for (var i = 0; i < 25; i++)
            rooms.Add(await hosts[i % 5].OpenAsync());
        app.Shuffle(seed: 5);

        var replies = await Task.WhenAll(rooms.Select(runID => ann.JoinAsync(runID)));

        Assert.Equal(20, replies.Count(reply => reply.Status == 200));
        Assert.Equal(5, replies.Count(reply => reply.Status == 409));
        var inside = rooms.Where((_, i) => replies[i].Status == 200).ToList();
        var outside = rooms.Except(inside).ToList();
        (await ann.JoinAsync(inside[0])).ShouldBe(200);
        (await ann.JoinAsync(outside[0])).ShouldFail(409);
        (await ann.LeaveAsync(inside[0])).ShouldBe(200);
        (await ann.JoinAsync(outside[0])).ShouldBe(200);
        (await ann.JoinAsync(outside[^1])).ShouldFail(409);
    }

    [Fact]
    public async Task Limit_of_zero_is_none_and_a_negative_one_stops_the_start()
    {
        await using var app = await TestApp.StartAsync(
            settings: [.. Defaults.Where(setting => setting.Item1.StartsWith("Limits:", StringComparison.Ordinal))
                .Select(limit => (limit.Item1, "0"))]);
        var ann = await app.RegisterAsync("ann");
        foreach (var what in new[] { "rooms", "posts", "comments" })
        {
            var make = await MakerAsync(what, ann);
            for (var i = 0; i < 65; i++)
                (await make(ann)).ShouldBe(200);
        }

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => TestApp.StartAsync(settings: ("Limits:PostsPerHour", "-1")));
        Assert.Contains("Limits__PostsPerHour", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rooms")]
    [InlineData("posts")]
    [InlineData("comments")]
    public async Task Counting_costs_no_request_of_its_own(string what)
    {
        await using var app = await TestApp.StartAsync(settings: Defaults);
        var ann = await app.RegisterAsync("ann");
        var make = await MakerAsync(what, await app.RegisterAsync("writer"));
        // The first request of an instance reads which tokens died.
        (await ann.Get("/api/users/ann")).ShouldBe(200);

        for (var i = 0; i < 3; i++)
            Assert.Equal(2, (await app.CosmosRequestsAsync(async () => (await make(ann)).ShouldBe(200))).Count);
    }

    /// <summary>What makes one more thing for a user.</summary>
    private static async Task<Func<TestUser, Task<Reply>>> MakerAsync(string what, TestUser writer)
    {
        switch (what)
        {
            case "rooms":
                return user => user.Post("/api/runRoom/create");
            case "posts":
                return user => user.Post(Posts, new { title = "t", content = "c" });
            default:
                var post = await writer.WritePostAsync();
                return user => user.Post($"{Posts}/{post}/comments", new { content = "c" });
        }
    }
}
