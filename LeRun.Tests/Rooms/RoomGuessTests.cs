using LeRun.Rooms;
using LeRun.Tests.Support;
using LeRun.Users;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Rooms;

/// <summary>Many accounts guess the password of a room, or one account those of many rooms.</summary>
public class RoomGuessTests : ApiTests
{
    [Fact]
    public async Task Fiftieth_wrong_password_of_many_accounts_closes_the_room_until_the_host_sets_another()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var guessers = await App.RegisterManyAsync("guesser", 15);
        await using var other = await App.StartAnotherInstanceAsync();
        var runID = await ann.OpenAsync(new { password = 159 });

        var replies = new List<Reply>();
        foreach (var password in Enumerable.Range(1000, 4))
        {
            replies.AddRange(await Task.WhenAll(guessers.Select(
                (guesser, index) => (index % 2 == 0 ? guesser : other.As(guesser)).JoinAsync(runID, password))));
        }

        Assert.Equal(FailedAttempts.MaxOfRoom - 1, replies.Count(reply => reply.Status == 403));
        Assert.Equal(60 - FailedAttempts.MaxOfRoom + 1, replies.Count(reply => reply.Status == 429));
        var refused = await bob.JoinAsync(runID, 159);
        Assert.Contains("host", (string)refused.ShouldFail(429)["message"]!, StringComparison.Ordinal);
        Assert.Equal("900", refused.Headers["Retry-After"]);
        (await ann.JoinAsync(runID, 1)).ShouldBe(200);

        (await ann.UpdateAsync(new { runID, password = 160 })).ShouldBe(200);
        (await bob.JoinAsync(runID, 159)).ShouldFail(403);
        (await bob.JoinAsync(runID, 160)).ShouldBe(200);
    }

    [Fact]
    public async Task Closed_room_opens_by_time()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var guessers = await App.RegisterManyAsync("guesser", 10);
        var runID = await ann.OpenAsync(new { password = 159 });
        await GuessAsync(guessers, runID, times: 5);
        (await bob.JoinAsync(runID, 159)).ShouldFail(429);

        App.Clock.Advance(TimeSpan.FromMinutes(15));

        (await bob.JoinAsync(runID, 159)).ShouldBe(200);
    }

    [Fact]
    public async Task Open_window_is_never_dropped_and_ended_ones_are()
    {
        var (ann, eve) = (await App.RegisterAsync("ann"), await App.RegisterAsync("eve"));
        var guessers = await App.RegisterManyAsync("guesser", 60);
        var runID = await ann.OpenAsync(new { password = 1 });
        for (var minute = 0; minute < 24; minute++)
        {
            if (minute == 12)
                await GuessAsync([eve], runID, times: 5);
            await GuessAsync(guessers, runID, times: 1);
            if (minute >= 12)
                (await eve.JoinAsync(runID, 1)).ShouldFail(429);
            App.Clock.Advance(TimeSpan.FromMinutes(1));
            // Each new password lets fifty more wrong ones in.
            (await ann.UpdateAsync(new { runID, password = 1 })).ShouldBe(200);
        }

        App.Clock.Advance(TimeSpan.FromMinutes(16));
        (await guessers[0].JoinAsync(runID, 2)).ShouldFail(403);
        Assert.Equal([guessers[0].Id], (await App.StoredAsync(runID))!.FailedAttempts.Keys);
    }

    [Fact]
    public async Task Room_has_windows_of_at_most_two_hundred_accounts_and_counts_the_rest_for_everybody()
    {
        var host = await App.RegisterAsync("host");
        var runID = await host.OpenAsync(new { password = 1 });
        var store = App.Services.GetRequiredService<RoomStore>();
        var (now, max) = (App.Clock.Now, FailedAttempts.MaxAccounts);
        for (var account = 0; account < max + 10; account++)
        {
            if (account % 40 == 0)
                (await host.UpdateAsync(new { runID, password = 1 })).ShouldBe(200);
            Assert.NotNull(await store.TryRecordWrongPasswordAsync(
                (await App.StoredAsync(runID))!, $"account{account}", now, default));
        }

        var room = (await App.StoredAsync(runID))!;
        Assert.Equal(Enumerable.Range(0, max).Select(account => $"account{account}"), room.FailedAttempts.Keys);
        Assert.Equal(10, room.AllFailedAttempts!.Count);
    }

    [Fact]
    public async Task Twentieth_wrong_password_of_an_account_closes_every_room_with_a_password_to_it()
    {
        var (ann, eve) = (await App.RegisterAsync("ann"), await App.RegisterAsync("eve"));
        var rooms = new List<int>();
        for (var i = 0; i < 6; i++)
            rooms.Add(await ann.OpenAsync(new { password = 159 }));
        var open = await ann.OpenAsync();
        await using var other = await App.StartAnotherInstanceAsync();

        var statuses = new List<int>();
        foreach (var runID in rooms[..5])
        {
            for (var password = 0; password < 4; password++)
                statuses.Add((await other.As(eve).JoinAsync(runID, password)).Status);
        }

        Assert.Equal(Enumerable.Repeat(403, WrongRoomPasswords.Max), statuses);
        App.Cosmos.CatchUp();
        (await eve.JoinAsync(rooms[5], 159)).ShouldFail(429);
        (await eve.JoinAsync(open)).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromMinutes(15));
        (await eve.JoinAsync(rooms[5], 159)).ShouldBe(200);
    }

    private static async Task GuessAsync(TestUser[] guessers, int runID, int times)
    {
        for (var time = 0; time < times; time++)
        {
            foreach (var guesser in guessers)
                Assert.NotEqual(200, (await guesser.JoinAsync(runID, 100 + time)).Status);
        }
    }
}
