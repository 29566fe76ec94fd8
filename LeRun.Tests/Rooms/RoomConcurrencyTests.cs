using LeRun.Tests.Support;

namespace LeRun.Tests.Rooms;

public class RoomConcurrencyTests : ApiTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Fifty_joins_at_once_fill_the_free_places_and_no_more(int seed)
    {
        var host = await App.RegisterAsync("host");
        var users = await App.RegisterManyAsync("user", 50);
        var runID = await host.OpenAsync(new { capacity = 8 });
        App.Shuffle(seed);

        var replies = await Task.WhenAll(users.Select(user => user.JoinAsync(runID)));

        Assert.Equal(7, replies.Count(reply => reply.Status == 200));
        Assert.All(
            replies.Where(reply => reply.Status != 200),
            reply => Assert.Contains("full", (string)reply.ShouldFail(409)["message"]!, StringComparison.Ordinal));
        Assert.Equal(8, (await App.StoredAsync(runID))!.Members.Count);
    }

    [Fact]
    public async Task Full_room_of_fifty_is_joined_at_once_and_left_at_once()
    {
        var host = await App.RegisterAsync("host");
        var users = await App.RegisterManyAsync("user", 49);
        var runID = await host.OpenAsync(new { capacity = 50 });
        App.Shuffle(seed: 3);

        Assert.All(await Task.WhenAll(users.Select(user => user.JoinAsync(runID))), reply => reply.ShouldBe(200));
        Assert.Equal(50, (await App.StoredAsync(runID))!.Members.Count);
        Assert.All(await Task.WhenAll(users.Append(host).Select(user => user.LeaveAsync(runID))), reply => reply.ShouldBe(200));
        Assert.Null(await App.StoredAsync(runID));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Leave_and_join_at_once_lose_nobody(int seed)
    {
        var pairs = (await App.RegisterManyAsync("user", 40)).Chunk(2).ToArray();
        for (var round = 0; round < 10; round++)
        {
            App.Cosmos.Inject = null;
            var rooms = await Task.WhenAll(pairs.Select(pair => pair[0].OpenAsync(new { capacity = 2 })));
            App.Shuffle((seed * 100) + round);

            await Task.WhenAll(pairs.Zip(rooms, async (pair, runID) =>
            {
                var (leave, join) = (pair[0].LeaveAsync(runID), pair[1].JoinAsync(runID));
                (await leave).ShouldBe(200);

                // Either the room was gone by then, or the newcomer is its host now.
                var room = await App.StoredAsync(runID);
                if ((await join).Status == 200)
                    Assert.Equal([pair[1].Id], (await App.StoredAsync(runID))!.MemberIds);
                else
                    (await join).ShouldFail(404);
            }));
        }
    }

    [Fact]
    public async Task Finish_succeeds_while_members_upload()
    {
        var users = await App.RegisterManyAsync("user", 10);
        var runID = await users[0].OpenAsync(null, users[1..]);
        await users[0].SetStatusAsync(runID, "running");
        App.Shuffle(seed: 8);

        var uploads = users
            .SelectMany(user => Enumerable.Range(1, 10).Select(
                second => user.UpdateAsync(new { runID, runData = RoomDriver.Run(second, second) })))
            .ToList();
        (await users[0].UpdateAsync(new { runID, status = "finished" })).ShouldBe(200);

        Assert.All(await Task.WhenAll(uploads), reply => reply.ShouldBe(200));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Room_keeps_its_rules_under_any_order_of_operations(int seed)
    {
        var users = await App.RegisterManyAsync("user", 6);
        var random = new Random(seed);
        App.Shuffle(seed);
        var runID = await users[0].OpenAsync(new { capacity = 3 });
        for (var step = 0; step < 60; step++)
        {
            // One at a time, or several at once.
            var operations = Enumerable.Range(0, random.Next(1, 5))
                .Select(_ => Operation(users[random.Next(users.Length)], random.Next(8), random.Next(2, 6)))
                .ToList();
            Assert.All(
                await Task.WhenAll(operations),
                reply => Assert.True(reply.Status is 200 or 403 or 404 or 409, reply.Text));
            if (await App.StoredAsync(runID) is null)
                runID = await users[random.Next(users.Length)].OpenAsync(new { capacity = random.Next(2, 6) });
        }

        Task<Reply> Operation(TestUser user, int kind, int number) => kind switch
        {
            0 or 1 or 2 => user.JoinAsync(runID),
            3 or 4 => user.LeaveAsync(runID),
            5 => user.UpdateAsync(new { runID, capacity = number }),
            6 => user.UpdateAsync(new { runID, runData = RoomDriver.Run(number, number) }),
            _ when number == 5 => user.Delete("/api/runRoom/delete", new { runID }),
            _ => user.UpdateAsync(new { runID, status = "running" }),
        };
    }
}
