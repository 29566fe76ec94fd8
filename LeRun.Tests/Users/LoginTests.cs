using System.Globalization;
using LeRun.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Users;

public class LoginTests : ApiTests
{
    [Fact]
    public async Task Login_returns_a_message_a_token_and_the_user()
    {
        var credentials = new { username = "Shikai", password = "correct horse" };
        var registered = (await Anonymous.Post("/api/users", credentials)).ShouldBe(200);

        var login = (await TryAsync(App, "correct horse", username: "sHIKAI")).ShouldBe(200);

        Assert.Equal("Login successful", (string?)login["message"]);
        Assert.Equal(registered.ToJsonString(), login["user"]!.ToJsonString());
        Assert.NotEmpty((string)login["token"]!);
    }

    [Theory]
    [InlineData("shikai", "wrong horse", 401)]
    [InlineData("shikai", "", 401)]
    [InlineData("nobody", "correct horse", 404)]
    [InlineData("not a name", "correct horse", 404)]
    public async Task Wrong_password_is_a_401_and_an_unknown_user_a_404(string username, string password, int status)
    {
        await App.RegisterAsync("shikai");

        (await TryAsync(App, password, username)).ShouldFail(status);
    }

    [Fact]
    public async Task Login_without_its_fields_names_them()
    {
        var problem = (await Anonymous.Post("/api/users/login", "{}")).ShouldFail(400, "username");

        Assert.NotNull(problem["errors"]!["password"]);
    }

    [Fact]
    public async Task Password_typed_on_another_keyboard_is_the_same_password()
    {
        await App.RegisterAsync("shikai", "café au lait");

        await App.LoginAsync("shikai", "cafe\u0301 au lait");
    }

    [Fact]
    public async Task Right_password_waits_until_the_window_ends_after_ten_failures()
    {
        await App.RegisterAsync("shikai");
        for (var i = 0; i < 10; i++)
        {
            (await TryAsync(App, "wrong horse")).ShouldFail(401);
            App.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var locked = await TryAsync(App, TestApp.Password, username: "SHIKAI");

        locked.ShouldFail(429);
        Assert.Equal(15 * 60 - 10, int.Parse(locked.Headers["Retry-After"], CultureInfo.InvariantCulture));
        App.Clock.Advance(TimeSpan.FromSeconds(15 * 60 - 11));
        (await TryAsync(App, TestApp.Password)).ShouldFail(429);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await App.LoginAsync("shikai");
    }

    [Fact]
    public async Task Failures_are_forgotten_when_their_window_ends()
    {
        await App.RegisterAsync("shikai");
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 9; i++)
                (await TryAsync(App, "wrong horse")).ShouldFail(401);
            App.Clock.Advance(TimeSpan.FromMinutes(15));
        }

        await App.LoginAsync("shikai");
    }

    [Fact]
    public async Task Lockout_survives_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("lerun").FullName;
        var clock = new TestClock();
        await using (var app = await TestApp.StartAsync(folder, clock))
        {
            await app.RegisterAsync("shikai");
            for (var i = 0; i < 10; i++)
                await TryAsync(app, "wrong horse");
        }

        await using (var app = await TestApp.StartAsync(folder, clock))
            (await TryAsync(app, TestApp.Password)).ShouldFail(429);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Failures_at_once_on_two_instances_are_counted_exactly()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        await App.RegisterAsync("shikai");

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            TryAsync(i % 2 == 0 ? App : two, $"wrong horse {i}")));

        Assert.Equal(10, replies.Count(reply => reply.Status == 401));
        Assert.Equal(40, replies.Count(reply => reply.Status == 429));
    }

    [Fact]
    public async Task Guesses_at_once_do_not_get_past_the_lockout()
    {
        await App.RegisterAsync("shikai");

        // The right one comes last: by then, ten wrong ones were counted.
        var guesses = Enumerable.Range(0, 30).Select(i => i == 29 ? TestApp.Password : $"wrong horse {i}").ToList();
        var replies = new List<Task<Reply>>();
        foreach (var guess in guesses)
            replies.Add(TryAsync(App, guess));
        await Task.WhenAll(replies);

        Assert.True(replies.Count(reply => reply.Result.Status == 401) <= 10);
    }

    [Fact]
    public async Task Account_deletion_counts_wrong_passwords_too()
    {
        await App.RegisterAsync("shikai");
        for (var i = 0; i < 10; i++)
            (await DeleteAsync("wrong horse")).ShouldFail(401);

        (await DeleteAsync(TestApp.Password)).ShouldFail(429);
        (await TryAsync(App, TestApp.Password)).ShouldFail(429);

        Task<Reply> DeleteAsync(string password) =>
            Anonymous.Delete("/api/users/delete", new { username = "shikai", password });
    }

    [Fact]
    public async Task Login_brings_an_old_hash_up_to_todays_iterations()
    {
        var folder = Directory.CreateTempSubdirectory("lerun").FullName;
        await using (var app = await TestApp.StartAsync(folder))
            await app.RegisterAsync("shikai");

        await using (var stronger = await TestApp.StartAsync(folder, configure: services =>
            services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = 20)))
        {
            Assert.Equal(2, (await stronger.CosmosRequestsAsync(() => stronger.LoginAsync("shikai"))).Count);
            Assert.Single(await stronger.CosmosRequestsAsync(() => stronger.LoginAsync("shikai")));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Task<Reply> TryAsync(TestApp app, string password, string username = "shikai") =>
        app.Anonymous.Post("/api/users/login", new { username, password });
}
