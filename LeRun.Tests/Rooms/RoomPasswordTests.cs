using LeRun.Identity;
using LeRun.Rooms;
using LeRun.Tests.Support;
using Microsoft.Extensions.Options;

namespace LeRun.Tests.Rooms;

public class RoomPasswordTests : ApiTests
{
    [Fact]
    public async Task Fifth_wrong_password_locks_its_user_out_of_the_room_until_the_window_ends()
    {
        var (ann, bob, eve) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"), await App.RegisterAsync("eve"));
        var runID = await ann.OpenAsync(new { password = 159 });

        for (var password = 0; password < 4; password++)
            (await eve.JoinAsync(runID, password)).ShouldFail(403);
        App.Clock.Advance(TimeSpan.FromMinutes(5));
        var fifth = await eve.JoinAsync(runID, 5);

        fifth.ShouldFail(429);
        Assert.Equal("600", fifth.Headers["Retry-After"]);
        (await eve.JoinAsync(runID, 159)).ShouldFail(429);
        (await bob.JoinAsync(runID, 159)).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromMinutes(10));
        (await eve.JoinAsync(runID, 159)).ShouldBe(200);
    }

    [Fact]
    public async Task Right_password_after_four_wrong_ones_joins_and_a_missing_one_does_not_count()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var runID = await ann.OpenAsync(new { password = 159 });

        for (var password = 0; password < 4; password++)
            (await bob.JoinAsync(runID, password)).ShouldFail(403);
        for (var i = 0; i < 3; i++)
            (await bob.JoinAsync(runID)).ShouldFail(403);

        (await bob.JoinAsync(runID, 159)).ShouldBe(200);
    }

    [Fact]
    public async Task Wrong_passwords_sent_at_once_are_counted_one_by_one_and_survive_a_restart()
    {
        using var folder = new TemporaryFolder();
        var clock = new TestClock();
        int runID;
        await using (var app = await TestApp.StartAsync(folder.Path, clock))
        {
            var (ann, eve) = (await app.RegisterAsync("ann"), await app.RegisterAsync("eve"));
            runID = await ann.OpenAsync(new { password = 159 });
            app.Shuffle(seed: 1);

            var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(password => eve.JoinAsync(runID, password)));

            Assert.Equal(4, replies.Count(reply => reply.Status == 403));
            Assert.Equal(36, replies.Count(reply => reply.Status == 429));
        }

        await using var restarted = await TestApp.StartAsync(folder.Path, clock);
        (await (await restarted.LoginAsync("eve")).JoinAsync(runID, 159)).ShouldFail(429);
    }

    [Fact]
    public async Task Wrong_passwords_of_many_users_at_once_are_counted_exactly()
    {
        var ann = await App.RegisterAsync("ann");
        var users = await App.RegisterManyAsync("user", 8);
        var runID = await ann.OpenAsync(new { password = 159 });
        App.Shuffle(seed: 2);

        var replies = await Task.WhenAll(
            users.SelectMany(user => Enumerable.Range(0, 5).Select(password => user.JoinAsync(runID, password))));

        Assert.Equal(8, replies.Count(reply => reply.Status == 429));
        Assert.Equal(32, replies.Count(reply => reply.Status == 403));
        Assert.All((await App.StoredAsync(runID))!.FailedAttempts.Values, failed => Assert.Equal(5, failed.Count));
    }

    [Fact]
    public async Task Host_sets_and_removes_the_password()
    {
        var users = await App.RegisterManyAsync("user", 3);
        var runID = await users[0].OpenAsync();

        Assert.True((bool)(await users[0].UpdateAsync(new { runID, password = "0042" })).ShouldBe(200)["hasPassword"]!);
        (await users[1].JoinAsync(runID)).ShouldFail(403);
        (await users[1].JoinAsync(runID, 42)).ShouldBe(200);
        Assert.False((bool)(await users[0].UpdateAsync(new { runID, password = "" })).ShouldBe(200)["hasPassword"]!);
        (await users[2].JoinAsync(runID, "")).ShouldBe(200);
    }

    [Fact]
    public async Task Password_is_neither_stored_nor_returned()
    {
        var ann = await App.RegisterAsync("ann");

        var reply = await ann.Post("/api/runRoom/create", new { password = 918273645 });

        reply.ShouldBe(200);
        Assert.DoesNotContain("918273645", reply.Text, StringComparison.Ordinal);
        var stored = (await App.StoredAsync((int)reply.Json["runID"]!))!;
        Assert.Matches("^[0-9a-f]{64}$", stored.PasswordHash);
    }

    [Fact]
    public void Password_from_before_a_change_of_the_signing_key_still_holds()
    {
        var (old, current) = (new string('a', 32), new string('b', 32));
        var stored = Passwords(old, null).Hash("123456", "159");

        Assert.Contains(stored, Passwords(current, old).Hashes("123456", "159"));
        Assert.DoesNotContain(stored, Passwords(current, null).Hashes("123456", "159"));
        Assert.DoesNotContain(stored, Passwords(old, null).Hashes("123457", "159"));

        static RoomPasswords Passwords(string key, string? previous) =>
            new(Options.Create(new AuthSettings { SigningKey = key, PreviousSigningKey = previous }));
    }
}
