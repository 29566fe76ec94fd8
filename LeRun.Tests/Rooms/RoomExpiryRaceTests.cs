using LeRun.LocalHost.Cosmos;
using LeRun.Rooms;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Rooms;

public class RoomExpiryRaceTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Expiry_against_joining_and_uploading_never_takes_a_room_in_use(int seed)
    {
        await using var app = await TestApp.StartAsync(settings: ("Auth:TokenLifetime", "60.00:00:00"));
        var pairs = (await app.RegisterManyAsync("user", 24)).Chunk(2).ToArray();
        var expiry = app.Services.GetRequiredService<RoomExpiry>();
        var random = new Random(seed);
        var (kept, gone) = (0, 0);
        for (var round = 0; round < 15; round++)
        {
            app.Cosmos.Inject = null;
            var rooms = await Task.WhenAll(pairs.Select(pair => pair[0].OpenAsync()));
            app.Clock.Advance(TimeSpan.FromMinutes(31));
            app.Shuffle((seed * 100) + round);

            // Two instances of the timer, and in every room someone who comes while they work.
            using var pace = new Pace(app.Cosmos);
            var phones = pairs.Select(async (pair, place) =>
            {
                await pace.ReachedAsync(random.Next(4 * pairs.Length));
                return place % 2 == 0
                    ? await pair[1].JoinAsync(rooms[place])
                    : await pair[0].UpdateAsync(new { runID = rooms[place], runData = RoomDriver.Run(round, round) });
            }).ToList();
            await Task.WhenAll(Task.Run(() => expiry.RunAsync(default)), Task.Run(() => expiry.RunAsync(default)));
            pace.LetAllGo();
            var replies = await Task.WhenAll(phones);

            for (var place = 0; place < rooms.Length; place++)
            {
                var room = await app.StoredAsync(rooms[place]);
                if (replies[place].Status == 200)
                    Assert.NotNull(room);
                else
                    Assert.Null((room, replies[place].ShouldFail(404)).room);
                _ = room is null ? gone++ : kept++;
            }
        }

        Assert.True(kept > 20 && gone > 20, $"{kept} kept, {gone} gone: they hardly met.");
    }

    [Fact]
    public async Task Join_between_the_query_and_the_removal_keeps_the_room()
    {
        await using var app = await TestApp.StartAsync();
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var runID = await ann.OpenAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        app.Cosmos.Inject = request =>
        {
            if (request is not { Container: "rooms", Operation: CosmosOperation.Delete })
                return null;
            app.Cosmos.Inject = null;
            return CosmosFault.Delay(() => bob.JoinAsync(runID));
        };

        await app.FireAsync("ExpireRunRooms");

        Assert.Equal(2, (await app.StoredAsync(runID))!.Members.Count);
    }

    /// <summary>Lets waiters go when the timer has got so many answers: only it queries and deletes.</summary>
    private sealed class Pace : IDisposable
    {
        private readonly List<(int At, TaskCompletionSource Reached)> _waiting = [];
        private readonly EmbeddedCosmos _cosmos;
        private int _served;

        public Pace(EmbeddedCosmos cosmos) => (_cosmos = cosmos).Served += Count;

        public Task ReachedAsync(int answers)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_waiting)
                _waiting.Add((answers, reached));
            return reached.Task;
        }

        public void LetAllGo() => Release(int.MaxValue);

        public void Dispose() => _cosmos.Served -= Count;

        private void Count(CosmosRequest request)
        {
            if (request.Operation is CosmosOperation.Query or CosmosOperation.Delete)
                Release(Interlocked.Increment(ref _served));
        }

        private void Release(int served)
        {
            lock (_waiting)
                _waiting.FindAll(waiter => waiter.At <= served).ForEach(waiter => waiter.Reached.TrySetResult());
        }
    }
}
