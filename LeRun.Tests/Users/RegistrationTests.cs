using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;

namespace LeRun.Tests.Users;

public class RegistrationTests : ApiTests
{
    [Fact]
    public async Task New_user_is_returned_in_the_documented_shape_and_without_the_password()
    {
        var reply = await RegisterAsync(App, "Shikai");
        var user = reply.ShouldBe(200);

        Assert.Equal("Shikai", (string?)user["username"]);
        Assert.Equal("Shikai", (string?)user["nickname"]);
        Assert.Equal("********", (string?)user["password"]);
        Assert.Equal(0, (int)user["__v"]!);
        Assert.Null((string?)user["profilePic"]);
        Assert.True(user.AsObject().ContainsKey("profilePic"));
        Assert.Equal("2024-11-22T14:51:31.000Z", (string?)user["createdAt"]);
        Assert.Equal("2024-11-22T14:51:31.000Z", (string?)user["updatedAt"]);
        Assert.NotEmpty((string)user["_id"]!);
        Assert.DoesNotContain("horse", reply.Text, StringComparison.Ordinal);
        Assert.Equal("application/json", reply.ContentType);
    }

    [Fact]
    public async Task Ids_sort_by_creation()
    {
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
            ids.Add((string)(await RegisterAsync(App, $"user{i}")).ShouldBe(200)["_id"]!);

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Theory]
    [InlineData("shikai")]
    [InlineData("SHIKAI")]
    [InlineData("ｓｈｉｋａｉ")]
    public async Task Taken_name_is_a_400_in_any_spelling(string again)
    {
        await App.RegisterAsync("Shikai");

        (await RegisterAsync(App, again, "another horse")).ShouldFail(400, "username");
        (await Anonymous.Post("/api/users/login", new { username = "shikai", password = "another horse" })).ShouldFail(401);
    }

    [Fact]
    public async Task Registration_succeeds_once_however_many_want_a_name()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            RegisterAsync(App, "shikai", $"password number {i}")));

        Assert.Single(replies, reply => reply.Status == 200);
        Assert.Equal(19, replies.Count(reply => reply.Status == 400));
    }

    [Theory]
    [InlineData("""{"username":"s","password":"correct horse"}""", "username")]
    [InlineData("""{"username":"all","password":"correct horse"}""", "username")]
    [InlineData("""{"password":"correct horse"}""", "username")]
    [InlineData("""{"username":"shikai"}""", "password")]
    [InlineData("""{"username":"shikai","password":"1234567"}""", "password")]
    [InlineData("""{"username":"shikai","password":12345678}""", "password")]
    [InlineData("""{"username":["shikai"],"password":"correct horse"}""", "username")]
    [InlineData("""{"username":"shikai","username":"other","password":"correct horse"}""", "username")]
    [InlineData("""{"username":"shikai","password":"\ud800correct horse"}""", "password")]
    [InlineData("""{"username":"shikai","password":"correct horse""", "body")]
    [InlineData("[]", "body")]
    [InlineData("null", "username")]
    [InlineData("", "username")]
    public async Task Bad_request_is_a_400_that_names_the_field_and_registers_nobody(string body, string field)
    {
        (await Anonymous.Post("/api/users", body)).ShouldFail(400, field);
        (await Anonymous.Post("/api/users/login", new { username = "shikai", password = "correct horse" })).ShouldFail(404);
    }

    [Fact]
    public async Task Passwords_may_have_8_to_128_characters_unless_the_setting_allows_shorter_ones()
    {
        await using var lenient = await TestApp.StartAsync(settings: ("Auth:MinPasswordLength", "4"));

        (await RegisterAsync(App, "u8", "八个字符的密码呀")).ShouldBe(200);
        (await RegisterAsync(App, "u128", new string('x', 128))).ShouldBe(200);
        (await RegisterAsync(App, "u129", new string('x', 129))).ShouldFail(400, "password");
        (await RegisterAsync(lenient, "test", "tset")).ShouldBe(200);
    }

    [Theory]
    [InlineData("shikai", "password")]
    [InlineData("shikai", "PASSWORD")]
    [InlineData("shikai", "ｐａｓｓｗｏｒｄ")]
    [InlineData("shikai", "12345678")]
    [InlineData("shikai", "woaini1314")]
    [InlineData("shikai.runs", "Shikai.Runs")]
    [InlineData("ΝΙΚΟΣ-ΝΙΚΟΣ", "νικος-νικος")]
    public async Task Password_that_is_guessed_first_is_refused(string username, string password)
    {
        (await RegisterAsync(App, username, password)).ShouldFail(400, "password");
        var user = await App.RegisterAsync(username);
        (await user.Put("/api/users/update", new { password })).ShouldFail(400, "password");
    }

    [Fact]
    public async Task Unknown_fields_are_ignored()
    {
        const string Body = """{"username":"shikai","password":"correct horse","_id":"x","isAdmin":true}""";
        (await Anonymous.Post("/api/users", Body)).ShouldBe(200);
    }

    [Fact]
    public async Task Password_does_not_reach_storage_in_the_clear()
    {
        var folder = Directory.CreateTempSubdirectory("lerun").FullName;
        await using (var app = await TestApp.StartAsync(folder))
            await app.RegisterAsync("shikai", "correct horse battery");

        var stored = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        Directory.Delete(folder, recursive: true);

        Assert.Contains(stored, text => text.Contains("shikai", StringComparison.Ordinal));
        Assert.DoesNotContain(stored, text => text.Contains("correct horse", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Registration_whose_response_was_lost_returns_the_same_account_when_it_comes_again()
    {
        App.Cosmos.Inject = request => request.Operation == CosmosOperation.Create ? CosmosFault.DropAfterCommit : null;
        (await RegisterAsync(App, "shikai")).ShouldFail(503);
        App.Cosmos.Inject = null;
        App.Clock.Advance(TimeSpan.FromMinutes(1));

        var again = (await RegisterAsync(App, "shikai")).ShouldBe(200);

        Assert.Equal("2024-11-22T14:51:31.000Z", (string?)again["createdAt"]);
        Assert.Equal((string?)again["_id"], (await App.LoginAsync("shikai")).Id);
        // From here on it was answered.
        (await RegisterAsync(App, "shikai")).ShouldFail(400, "username");
    }

    [Fact]
    public async Task Registration_whose_response_was_lost_may_come_again_to_another_instance()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        App.Cosmos.Inject = request => request.Operation == CosmosOperation.Create ? CosmosFault.DropAfterCommit : null;
        (await RegisterAsync(App, "shikai")).ShouldFail(503);
        App.Cosmos.Inject = null;

        (await RegisterAsync(two, "shikai")).ShouldBe(200);
    }

    [Fact]
    public async Task Registration_says_no_more_about_a_password_than_a_login()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        await App.RegisterAsync("shikai");
        for (var i = 0; i < 10; i++)
            (await RegisterAsync(two, "shikai", $"wrong horse {i}")).ShouldFail(400, "username");
        App.Cosmos.CatchUp();

        (await RegisterAsync(two, "shikai")).ShouldFail(400, "username");
        (await Anonymous.Post("/api/users/login", new { username = "shikai", password = TestApp.Password })).ShouldFail(429);
    }

    [Fact]
    public async Task Registration_of_an_account_that_is_older_or_changed_or_spelled_otherwise_is_taken()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        await App.RegisterAsync("shikai");
        (await RegisterAsync(two, "Shikai")).ShouldFail(400, "username");
        var changed = await App.RegisterAsync("liyang");
        (await changed.Put("/api/users/update/nickname", new { nickname = "Li" })).ShouldBe(200);
        (await RegisterAsync(two, "liyang")).ShouldFail(400, "username");

        App.Clock.Advance(TimeSpan.FromMinutes(11));
        (await RegisterAsync(two, "shikai")).ShouldFail(400, "username");
    }

    private static Task<Reply> RegisterAsync(TestApp app, string username, string password = "correct horse") =>
        app.Anonymous.Post("/api/users", new { username, password });
}
