using LeRun.Tests.Forum;
using LeRun.Tests.Sessions;
using LeRun.Tests.Support;

namespace LeRun.Tests.Users;

/// <summary>Recovery codes, and the lock of an account.</summary>
public class RecoveryTests : ApiTests
{
    private const string NewPassword = "another horse";

    [Fact]
    public async Task Codes_are_eight_of_eighty_bits_and_stored_as_hashes_only()
    {
        var bob = await App.RegisterAsync("bob");

        var codes = await MakeCodesAsync(bob);

        Assert.Equal(8, codes.Distinct(StringComparer.Ordinal).Count());
        // 16 of 32 characters: 80 bits.
        Assert.All(codes, code => Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$", code));
        var stored = Assert.Single(await App.StoredAsync("users")).ToJsonString();
        Assert.All(codes, code => Assert.DoesNotContain(code.Replace("-", "", StringComparison.Ordinal), stored));
        Assert.All(codes, code => Assert.DoesNotContain(code, stored, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Codes_take_a_token_and_the_password()
    {
        var bob = await App.RegisterAsync("bob");

        (await Anonymous.Post("/api/users/me/recoveryCodes", new { password = TestApp.Password })).ShouldFail(401);
        (await bob.Post("/api/users/me/recoveryCodes", new { password = "wrong horse" })).ShouldFail(401);
        (await bob.Post("/api/users/me/recoveryCodes", "{}")).ShouldFail(400, "password");
        var reply = await bob.Post("/api/users/me/recoveryCodes", new { password = TestApp.Password });
        Assert.Equal("no-store", reply.ShouldHave(200).Headers["Cache-Control"]);
    }

    [Fact]
    public async Task Code_sets_the_password_and_ends_every_session_and_token()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var phone = await App.RegisterPhoneAsync("bob");
        var bob = phone.On();
        (await phone.On(two).Get("/api/users")).ShouldBe(200);
        var codes = await MakeCodesAsync(bob);

        var user = (await RecoverAsync(codes[3])).ShouldBe(200);

        Assert.Equal(bob.Id, (string)user["_id"]!);
        (await bob.Get("/api/users")).ShouldFail(401);
        (await App.RefreshAsync(phone.RefreshToken)).ShouldFail(401);
        App.Clock.Advance(TimeSpan.FromSeconds(60));
        (await phone.On(two).Get("/api/users")).ShouldFail(401);
        (await Anonymous.Post("/api/users/login", new { username = "bob", password = TestApp.Password })).ShouldFail(401);
        await App.LoginAsync("bob", NewPassword);
    }

    [Fact]
    public async Task Code_is_good_once_in_any_spelling_and_the_others_stay()
    {
        var codes = await MakeCodesAsync(await App.RegisterAsync("bob"));
        var sloppy = codes[0].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal);

        (await RecoverAsync(sloppy)).ShouldBe(200);

        Assert.Equal("recoveryCodeWrong", (string)(await RecoverAsync(codes[0])).ShouldFail(401)["code"]!);
        (await RecoverAsync(codes[1])).ShouldBe(200);
        (await RecoverAsync(codes[1])).ShouldFail(401);
    }

    [Fact]
    public async Task Code_is_good_once_however_many_use_it_at_the_same_time()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var codes = await MakeCodesAsync(await App.RegisterAsync("bob"));

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(number =>
            (number % 2 == 0 ? App : two).Anonymous.Post(
                "/api/users/recover", new { username = "bob", code = codes[0], password = $"{NewPassword} {number}" })));

        Assert.Equal([200, 401, 401, 401], replies.Select(reply => reply.Status).Order());
        // None comes back to life by another one's use.
        var others = await Task.WhenAll(codes[1..3].Select(code => RecoverAsync(code)));
        Assert.All(others, reply => reply.ShouldBe(200));
        foreach (var spent in codes[..3])
            (await RecoverAsync(spent)).ShouldFail(401);
        (await RecoverAsync(codes[7])).ShouldBe(200);
    }

    [Fact]
    public async Task Codes_that_were_replaced_are_worth_nothing()
    {
        var bob = await App.RegisterAsync("bob");
        var old = await MakeCodesAsync(bob);
        var codes = await MakeCodesAsync(bob);

        (await RecoverAsync(old[0])).ShouldFail(401);
        (await RecoverAsync(codes[0])).ShouldBe(200);
    }

    [Fact]
    public async Task Wrong_codes_count_with_failed_logins()
    {
        var codes = await MakeCodesAsync(await App.RegisterAsync("bob"));
        for (var attempt = 0; attempt < 5; attempt++)
        {
            (await RecoverAsync("0000-0000-0000-0000")).ShouldFail(401);
            (await Anonymous.Post("/api/users/login", new { username = "bob", password = "wrong horse" })).ShouldFail(401);
        }

        (await RecoverAsync(codes[0])).ShouldFail(429);
        (await Anonymous.Post("/api/users/login", new { username = "bob", password = TestApp.Password })).ShouldFail(429);
        App.Clock.Advance(TimeSpan.FromMinutes(15));
        (await RecoverAsync(codes[0])).ShouldBe(200);
    }

    [Fact]
    public async Task Recovery_obeys_the_rules_of_passwords_and_knows_no_unknown_user()
    {
        var codes = await MakeCodesAsync(await App.RegisterAsync("bob"));

        (await RecoverAsync(codes[0], "short")).ShouldFail(400, "password");
        (await RecoverAsync(codes[0], "password1")).ShouldFail(400, "password");
        (await Anonymous.Post("/api/users/recover", new { username = "nobody", code = codes[0], password = NewPassword }))
            .ShouldFail(404);
        (await RecoverAsync(codes[0])).ShouldBe(200);
    }

    [Fact]
    public async Task Codes_are_worth_nothing_to_the_next_owner_of_the_name()
    {
        var codes = await MakeCodesAsync(await App.RegisterAsync("bob"));
        (await Anonymous.Post("/api/users/delete", new { username = "bob", password = TestApp.Password })).ShouldBe(200);
        await App.CleanUpAsync();
        await App.RegisterAsync("bob");

        (await RecoverAsync(codes[0])).ShouldFail(401);
    }

    [Fact]
    public async Task Locked_account_is_signed_out_and_stays_out_until_it_is_unlocked()
    {
        await using var app = await TestApp.StartAsync(settings: ("Auth:Admins", "root"));
        var (root, phone) = (await app.RegisterAsync("root"), await app.RegisterPhoneAsync("bob"));
        var codes = await MakeCodesAsync(phone.On());

        var locked = (await root.Post("/api/users/Bob/lock", new { reason = "spam" })).ShouldBe(200);

        Assert.Equal((true, "spam"), ((bool)locked["locked"]!, (string)locked["reason"]!));
        (await phone.On().Get("/api/users")).ShouldFail(401);
        (await app.RefreshAsync(phone.RefreshToken)).ShouldFail(401);
        var login = new { username = "bob", password = TestApp.Password };
        Assert.Equal("accountLocked", (string)(await app.Anonymous.Post("/api/users/login", login)).ShouldFail(403)["code"]!);
        var recover = new { username = "bob", code = codes[0], password = NewPassword };
        (await app.Anonymous.Post("/api/users/recover", recover)).ShouldFail(403);
        (await app.Anonymous.Post("/api/users/login", new { username = "bob", password = "wrong horse" })).ShouldFail(401);

        Assert.False((bool)(await root.Post("/api/users/bob/lock", new { locked = false })).ShouldBe(200)["locked"]!);
        await app.LoginAsync("bob");
        (await app.RefreshAsync(phone.RefreshToken)).ShouldFail(401);
        (await app.Anonymous.Post("/api/users/recover", recover)).ShouldBe(200);
    }

    [Fact]
    public async Task Lock_is_for_administrators_and_not_of_them()
    {
        await using var app = await TestApp.StartAsync(settings: ("Auth:Admins", "root"));
        var (root, bob) = (await app.RegisterAsync("root"), await app.RegisterAsync("bob"));

        (await bob.Post("/api/users/root/lock")).ShouldFail(403);
        (await root.Post("/api/users/root/lock")).ShouldFail(403);
        (await root.Post("/api/users/nobody/lock")).ShouldFail(404);
        (await bob.Get("/api/users")).ShouldBe(200);
    }

    private static async Task<string[]> MakeCodesAsync(TestUser user)
    {
        var made = (await user.Post("/api/users/me/recoveryCodes", new { password = TestApp.Password })).ShouldBe(200);
        return [.. made["codes"]!.AsArray().Select(code => (string)code!)];
    }

    private Task<Reply> RecoverAsync(string code, string password = NewPassword) =>
        Anonymous.Post("/api/users/recover", new { username = "bob", code, password });
}
