using LeRun.Forum;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Forum;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using LeRun.Users;

namespace LeRun.Tests.Users;

/// <summary>The timer that completes deletions works until nothing is left or its time is up.</summary>
public class AccountCleanupTests : ApiTests
{
    private const string Timer = "FinishAccountDeletions";

    [Fact]
    public async Task Interrupted_deletion_goes_before_any_number_of_clean_ones_and_all_are_done_in_one_tick()
    {
        foreach (var user in await App.RegisterManyAsync("clean", 50))
            await DeleteAsync(user);
        var bob = await App.RegisterAsync("bob");
        await bob.WritePostAsync();
        App.Cosmos.Inject = request => request.Container == PostStore.ContainerName ? CosmosFault.Unreachable : null;
        await DeleteAsync(bob);
        App.Cosmos.Inject = null;
        App.Clock.Advance(TimeSpan.FromMinutes(3));

        var requests = await App.CosmosRequestsAsync(() => App.FireAsync(Timer));

        Assert.Equal("bob", requests.First(request => request.Operation == CosmosOperation.Replace).ItemId);
        Assert.Empty(await App.StoredAsync());
        Assert.All(await App.StoredAsync(UserStore.ContainerName), account => Assert.Null(account["removal"]!["resumeAt"]));
    }

    [Fact]
    public async Task Cleanup_stops_when_its_time_is_up_and_the_next_goes_on()
    {
        foreach (var user in await App.RegisterManyAsync("clean", 6))
            await DeleteAsync(user);
        App.Clock.Advance(TimeSpan.FromMinutes(3));
        var replaces = 0;
        App.Cosmos.Inject = request =>
        {
            // Two accounts are done, at two replaces each.
            if (request.Operation == CosmosOperation.Replace && Interlocked.Increment(ref replaces) == 5)
                App.Clock.Advance(TimeSpan.FromSeconds(50));
            return null;
        };

        await App.FireAsync(Timer);
        App.Cosmos.Inject = null;

        Assert.InRange(await WaitingAsync(), 3, 4);
        App.Clock.Advance(TimeSpan.FromMinutes(2));
        await App.FireAsync(Timer);
        Assert.Equal(0, await WaitingAsync());
    }

    private async Task<int> WaitingAsync() =>
        (await App.StoredAsync(UserStore.ContainerName)).Count(account => account["removal"]!["resumeAt"] is not null);

    private async Task DeleteAsync(TestUser user)
    {
        var credentials = new { username = user.Username, password = TestApp.Password };
        (await Anonymous.Delete("/api/users/delete", credentials)).ShouldBe(200);
    }
}
