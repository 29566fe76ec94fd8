using LeRun.Tests.Support;

namespace LeRun.Tests.Rooms;

/// <summary>GET /runRoom/mine: what an app shows when it starts in the middle of a run.</summary>
public class MyRoomsTests : ApiTests
{
    private const string Mine = "/api/runRoom/mine";

    [Fact]
    public async Task List_has_the_open_rooms_of_the_caller_newest_first()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        await ann.UploadAsync(RoomDriver.Run(100, 60));
        var joined = await bob.OpenAsync(null, ann);
        var left = await bob.OpenAsync(null, ann);
        (await ann.Post("/api/runRoom/leave", new { runID = left })).ShouldBe(200);
        var finished = await ann.OpenAsync();
        await ann.SetStatusAsync(finished, "finished");
        var own = await ann.OpenAsync();

        Assert.Equal([own, joined], await RunIDsAsync(ann, Mine));
        Assert.Equal([left, joined], await RunIDsAsync(bob, Mine));
    }

    [Fact]
    public async Task List_comes_in_pages()
    {
        var ann = await App.RegisterAsync("ann");
        int[] opened = [await ann.OpenAsync(), await ann.OpenAsync(), await ann.OpenAsync()];

        var first = await ann.Get(Mine + "?limit=2");

        Assert.Equal(2, first.ShouldBe(200).AsArray().Count);
        Assert.Equal([opened[0]], await RunIDsAsync(ann, first.Next!));
        (await ann.Get(Mine + "?cursor=nonsense")).ShouldFail(400, "cursor");
    }

    [Fact]
    public async Task List_needs_a_token()
    {
        (await Anonymous.Get(Mine)).ShouldFail(401);
    }

    private static async Task<int[]> RunIDsAsync(ApiClient user, string path) =>
        [.. (await user.Get(path)).ShouldBe(200).AsArray().Select(room => (int)room!["runID"]!)];
}
