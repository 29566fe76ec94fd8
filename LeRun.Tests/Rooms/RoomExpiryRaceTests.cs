using LeRun.LocalHost.Cosmos;
using LeRun.Rooms;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Rooms;

public class RoomExpiryRaceTests : ApiTests
{
    /// <summary>In every order of their Cosmos requests, either the runner gets 404 or the room stays.</summary>
    [Theory]
    [InlineData("join", 1)]
    [InlineData("upload", 1)]
    [InlineData("join", 2)]
    public async Task Expiry_never_removes_a_room_in_use(string use, int timers)
    {
        var (host, guest) = (await App.RegisterAsync("host"), await App.RegisterAsync("guest"));
        var expiry = App.Services.GetRequiredService<RoomExpiry>();
        var runID = 0;
        runID = await OpenQuietAsync();
        var useRequests = await App.CosmosRequestsAsync(UseAsync);
        runID = await OpenQuietAsync();
        var expiryRequests = await App.CosmosRequestsAsync(() => expiry.RunAsync(default));

        var kept = new List<bool>();
        foreach (var order in Interleaving.Orders(expiryRequests.Count * timers, useRequests.Count))
        {
            runID = await OpenQuietAsync();
            Reply? reply = null;
            await Interleaving.RunAsync(App.Cosmos, order, ExpireAsync, async () => reply = await UseAsync());

            var room = await App.StoredAsync(runID);
            if (room is null)
                reply!.ShouldFail(404);
            else
                reply!.ShouldBe(200);
            kept.Add(room is not null);
        }

        // The use is over before expiry begins, and the other way round.
        Assert.Equal([false, true], kept.Distinct().Order());

        Task ExpireAsync() => Task.WhenAll(Enumerable.Range(0, timers).Select(_ => expiry.RunAsync(default)));

        Task<Reply> UseAsync() =>
            use == "join" ? guest.JoinAsync(runID) : host.UpdateAsync(new { runID, runData = RoomDriver.Run(1000, 300) });

        async Task<int> OpenQuietAsync()
        {
            // There are more orders than half hours in the life of a token.
            (host, guest) = (await App.LoginAsync("host"), await App.LoginAsync("guest"));
            await host.Delete("/api/runRoom/delete", new { runID });
            var opened = await host.OpenAsync();
            App.Clock.Advance(TimeSpan.FromMinutes(31));
            return opened;
        }
    }

    [Fact]
    public async Task Join_between_the_query_and_the_removal_keeps_the_room()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var runID = await ann.OpenAsync();
        App.Clock.Advance(TimeSpan.FromMinutes(31));
        App.Cosmos.Inject = request =>
        {
            if (request is not { Container: "rooms", Operation: CosmosOperation.Delete })
                return null;
            App.Cosmos.Inject = null;
            return CosmosFault.Delay(() => bob.JoinAsync(runID));
        };

        await App.FireAsync("ExpireRunRooms");

        Assert.Equal(2, (await App.StoredAsync(runID))!.Members.Count);
    }
}
