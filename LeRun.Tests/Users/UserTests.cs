using LeRun.Tests.Support;

namespace LeRun.Tests.Users;

public class UserTests : ApiTests
{
    [Fact]
    public async Task User_is_found_by_name_in_any_spelling_and_by_id()
    {
        var user = await App.RegisterAsync("Shikai");
        var other = await App.RegisterAsync("liyang");

        foreach (var name in new[] { "Shikai", "SHIKAI", "%EF%BC%B3hikai", user.Id })
            Assert.Equal(user.Id, (string?)(await other.Get($"/api/users/{name}")).ShouldBe(200)["_id"]);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("not%20a%20name")]
    [InlineData("a%3Fb")]
    [InlineData("01a20649326170000000000000000000")]
    [InlineData("posts")]
    public async Task Unknown_user_is_a_404(string name)
    {
        (await (await App.RegisterAsync("shikai")).Get($"/api/users/{name}")).ShouldFail(404);
    }

    [Fact]
    public async Task Nobody_takes_the_place_of_another_by_registering_their_id_as_a_name()
    {
        var user = await App.RegisterAsync("shikai");
        var impostor = await App.RegisterAsync(user.Id);

        Assert.Equal("shikai", (string?)(await impostor.Get($"/api/users/{user.Id}")).ShouldBe(200)["username"]);
    }

    [Fact]
    public async Task All_users_come_newest_first_page_by_page()
    {
        TestUser reader = await App.RegisterAsync("user0");
        for (var i = 1; i < 7; i++)
            reader = await App.RegisterAsync($"user{i}");

        var names = new List<string>();
        var pages = 0;
        for (var path = "/api/users?limit=3"; path is not null; pages++)
        {
            var reply = await reader.Get(path);
            names.AddRange(reply.ShouldBe(200).AsArray().Select(user => (string)user!["username"]!));
            path = reply.Next;
            if (pages == 0)
                await App.RegisterAsync("newcomer");
        }

        Assert.Equal(["user6", "user5", "user4", "user3", "user2", "user1", "user0"], names);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task Last_page_names_no_next_one()
    {
        await App.RegisterAsync("user0");
        var reader = await App.RegisterAsync("user1");

        var reply = await reader.Get("/api/users?limit=2");

        Assert.Equal(2, reply.ShouldBe(200).AsArray().Count);
        Assert.Null(reply.Next);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("cursor=", "cursor")]
    [InlineData("cursor=dXNlcnM6eA", "cursor")]
    [InlineData("cursor=%F0%9F%91%9F", "cursor")]
    [InlineData("cursor=cmVjb3JkczoxNzMyMjg3MDkxMDAw", "cursor")]
    public async Task Bad_limit_or_cursor_is_a_400(string query, string field)
    {
        (await (await App.RegisterAsync("shikai")).Get($"/api/users?{query}")).ShouldFail(400, field);
    }

    [Fact]
    public async Task Reader_who_has_the_user_already_gets_a_304_until_it_changes()
    {
        var user = await App.RegisterAsync("shikai");
        var tag = (await user.Get("/api/users/shikai")).ETag!;

        var seen = await user.Get("/api/users/shikai", ("If-None-Match", $"\"other\", W/{tag}"));
        Assert.Equal(304, seen.Status);
        Assert.Empty(seen.Bytes);
        Assert.Equal(tag, seen.ETag);
        (await Anonymous.Post("/api/users/login", new { username = "shikai", password = "wrong horse" })).ShouldFail(401);
        Assert.Equal(304, (await user.Get("/api/users/shikai", ("If-None-Match", tag))).Status);

        (await user.Put("/api/users/update/nickname", new { nickname = "Kai" })).ShouldBe(200);
        Assert.NotEqual(tag, (await user.Get("/api/users/shikai", ("If-None-Match", tag))).ShouldHave(200).ETag);
    }

    [Fact]
    public async Task Profile_is_open_to_anyone()
    {
        await App.RegisterAsync("Shikai");

        Assert.Equal(
            """{"username":"Shikai","nickname":"Shikai","profilePic":null}""",
            (await Anonymous.Get("/api/users/profilepic/shikai")).ShouldBe(200).ToJsonString());
        (await Anonymous.Get("/api/users/profilepic/nobody")).ShouldFail(404);
    }
}
