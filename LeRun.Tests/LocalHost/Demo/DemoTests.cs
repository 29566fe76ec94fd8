using LeRun.LocalHost.Demo;
using LeRun.Tests.Support;

namespace LeRun.Tests.LocalHost.Demo;

public class DemoTests
{
    private const string LiveRun = "/api/users/run/data/xiaoming";

    [Fact]
    public async Task Demo_has_runs_faces_and_a_talk_and_two_runners_who_move()
    {
        await using var app = await TestApp.StartAsync();
        await using var demo = await DemoWorld.StartAsync(new Uri(app.Address, "api"), app.Clock);
        var runner = await app.LoginAsync("xiaoming", DemoWorld.Password);

        Assert.Equal(6, (await runner.Get("/api/users/run/records/xiaoming")).ShouldBe(200).AsArray().Count);
        var posts = (await runner.Get("/api/users/share/posts")).ShouldBe(200).AsArray();
        var talk = posts.Single(post => (int)post!["comments"]! == 4)!;
        Assert.Equal(4, (int)talk["likes"]!);
        Assert.NotNull(talk["profilePic"]);
        var room = (await runner.Get($"/api/runRoom/{demo.Room}")).ShouldBe(200);
        Assert.Equal(("running", 2), ((string)room["status"]!, room["members"]!.AsArray().Count));

        await MarkersAsync(runner, atLeast: 1);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await MarkersAsync(runner, atLeast: 31);
    }

    [Fact]
    public async Task Demo_that_is_there_already_goes_on_as_it_is()
    {
        await using var app = await TestApp.StartAsync();
        int room;
        await using (var first = await DemoWorld.StartAsync(new Uri(app.Address, "api"), app.Clock))
            room = first.Room;

        await using var again = await DemoWorld.StartAsync(new Uri(app.Address, "api"), app.Clock);

        Assert.Equal(room, again.Room);
        var runner = await app.LoginAsync("liyang", DemoWorld.Password);
        Assert.Equal(6, (await runner.Get("/api/users/run/records/liyang")).ShouldBe(200).AsArray().Count);
    }

    [Fact]
    public async Task Demo_is_refused_in_words_where_a_name_belongs_to_somebody_else()
    {
        await using var app = await TestApp.StartAsync();
        await app.RegisterAsync("anna");

        var refusal = await Assert.ThrowsAsync<IOException>(() => DemoWorld.StartAsync(new Uri(app.Address, "api"), app.Clock));

        Assert.StartsWith("The demo cannot be made in this data; ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Way_around_the_lake_ends_where_it_begins()
    {
        var (first, last) = (LakeLoop.At(0, side: 0), LakeLoop.At(LakeLoop.Length - 0.001, side: 0));

        Assert.InRange(LakeLoop.Length, 7_000, 9_000);
        Assert.Equal(first.Latitude, last.Latitude, 5);
        Assert.Equal(first.Longitude, last.Longitude, 5);
    }

    // The runner's uploads come by themselves.
    private static async Task MarkersAsync(ApiClient runner, int atLeast)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var run = await runner.Get(LiveRun);
            if (run.Status == 200 && run.ShouldBe(200)["runData"]!["markers"]!.AsArray().Count >= atLeast)
                return;
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
