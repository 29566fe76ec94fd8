using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Forum;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using LeRun.Tests.Users.Pictures;

namespace LeRun.Tests.Users;

/// <summary>
/// An account is known on every instance as soon as it is registered on one, however far the replicas are behind that the
/// others read from.
/// </summary>
public class NewAccountTests : ApiTests
{
    [Fact]
    public async Task New_account_logs_in_on_another_instance()
    {
        await using var two = await StaleInstanceAsync();

        (await Anonymous.Post("/api/users", new { username = "shikai", password = TestApp.Password })).ShouldBe(200);

        await two.LoginAsync("shikai");
    }

    [Fact]
    public async Task New_account_posts_on_another_instance()
    {
        await using var two = await StaleInstanceAsync();

        await two.As(await App.RegisterAsync("shikai")).WritePostAsync();
    }

    [Fact]
    public async Task New_account_joins_a_room_on_another_instance()
    {
        await using var two = await StaleInstanceAsync();
        var room = await (await two.RegisterAsync("host")).OpenAsync();

        (await two.As(await App.RegisterAsync("shikai")).JoinAsync(room)).ShouldBe(200);
    }

    [Fact]
    public async Task New_account_gets_a_picture_on_another_instance()
    {
        await using var two = await StaleInstanceAsync();

        (await two.As(await App.RegisterAsync("shikai")).Post(
            "/api/users/update/profilepic", PictureBodies.Raw(SamplePictures.Png, "image/png"))).ShouldBe(200);
    }

    [Fact]
    public async Task Next_owner_of_a_name_posts_on_another_instance()
    {
        await using var two = await StaleInstanceAsync();
        await two.As(await App.RegisterAsync("shikai")).WritePostAsync();
        (await Anonymous.Delete("/api/users/delete", new { username = "shikai", password = TestApp.Password })).ShouldBe(200);
        await App.CleanUpAsync();

        await two.As(await App.RegisterAsync("shikai", "another horse")).WritePostAsync();
    }

    [Fact]
    public async Task Name_that_nobody_has_costs_one_request_more()
    {
        var requests = await App.CosmosRequestsAsync(async () =>
            (await Anonymous.Post("/api/users/login", new { username = "nobody", password = "x" })).ShouldFail(404));

        Assert.Equal([CosmosOperation.Read, CosmosOperation.Patch], requests.Select(request => request.Operation));
    }

    private Task<TestApp> StaleInstanceAsync()
    {
        App.Cosmos.StaleReads = TimeSpan.FromHours(1);
        return App.StartAnotherInstanceAsync();
    }
}
