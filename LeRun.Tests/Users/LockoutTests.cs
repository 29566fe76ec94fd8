using LeRun.Tests.Support;

namespace LeRun.Tests.Users;

/// <summary>Whoever guesses at a username cannot keep its user from what a living token allows.</summary>
public class LockoutTests
{
    private const string Login = "/api/users/login";
    private const string Delete = "/api/users/delete";

    [Fact]
    public async Task A_new_password_lifts_the_lockout_and_failures_count_from_there_on()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        await LockAsync(app);

        (await user.Put("/api/users/update", new { password = "another horse" })).ShouldBe(200);

        await app.LoginAsync("shikai", "another horse");
        await LockAsync(app);
    }

    [Fact]
    public async Task A_living_token_of_the_account_lets_the_right_password_delete_it()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        var other = await app.RegisterAsync("liyang");
        await LockAsync(app);
        var right = new { username = "shikai", password = TestApp.Password };

        (await app.Anonymous.Delete(Delete, right)).ShouldFail(429);
        (await other.Delete(Delete, right)).ShouldFail(429);
        (await user.Delete(Delete, new { username = "shikai", password = "wrong horse" })).ShouldFail(429);
        (await user.Delete(Delete, right)).ShouldBe(200);
    }

    private static async Task LockAsync(TestApp app)
    {
        for (var i = 0; i < 10; i++)
            (await app.Anonymous.Post(Login, new { username = "shikai", password = "wrong horse" })).ShouldFail(401);
        (await app.Anonymous.Post(Login, new { username = "shikai", password = "wrong horse" })).ShouldFail(429);
    }
}
