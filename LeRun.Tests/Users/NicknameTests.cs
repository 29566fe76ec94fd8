using LeRun.Tests.Support;

namespace LeRun.Tests.Users;

public class NicknameTests : ApiTests
{
    private const string Path = "/api/users/update/nickname";

    [Fact]
    public async Task New_nickname_is_trimmed_stored_and_makes_a_new_version()
    {
        var user = await App.RegisterAsync("shikai");
        App.Clock.Advance(TimeSpan.FromMinutes(1));

        var changed = (await user.Put(Path, new { username = "SHIKAI", nickname = "  天天乐跑 🏃 " })).ShouldBe(200);

        Assert.Equal("天天乐跑 🏃", (string?)changed["nickname"]);
        Assert.Equal("shikai", (string?)changed["username"]);
        Assert.Equal(1, (int)changed["__v"]!);
        Assert.Equal("2024-11-22T14:52:31.000Z", (string?)changed["updatedAt"]);
        Assert.Equal("2024-11-22T14:51:31.000Z", (string?)changed["createdAt"]);
        Assert.Equal(changed.ToJsonString(), (await user.Get("/api/users/shikai")).ShouldBe(200).ToJsonString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"nickname":null}""")]
    [InlineData("""{"nickname":"   "}""")]
    [InlineData("""{"nickname":"a\u0007b"}""")]
    [InlineData("""{"nickname":"a\nb"}""")]
    [InlineData("""{"nickname":"123456789012345678901234567890123"}""")]
    [InlineData("""{"nickname":7}""")]
    [InlineData("""{"nickname":"\u200b"}""")]
    [InlineData("""{"nickname":"\ufeff\u2060"}""")]
    [InlineData("""{"nickname":"\u2800"}""")]
    [InlineData("""{"nickname":"\u3164\u200d"}""")]
    [InlineData("""{"nickname":"\udb40\udc01"}""")]
    [InlineData("""{"nickname":"a\u2028b"}""")]
    [InlineData("""{"nickname":"abc\u202edef"}""")]
    [InlineData("""{"nickname":"abc\u2067def"}""")]
    [InlineData("""{"nickname":"abc\u200fdef"}""")]
    public async Task Bad_nickname_is_a_400_and_changes_nothing(string body)
    {
        var user = await App.RegisterAsync("shikai");

        (await user.Put(Path, body)).ShouldFail(400, "nickname");

        Assert.Equal(0, (int)(await user.Get("/api/users/shikai")).ShouldBe(200)["__v"]!);
    }

    [Theory]
    [InlineData("👩‍👧‍👦")]
    [InlineData("❤️")]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    [InlineData("می‌خواهم")]
    [InlineData("é")]
    public async Task Joiners_and_selectors_stay(string nickname)
    {
        var user = await App.RegisterAsync("shikai");

        Assert.Equal(nickname, (string?)(await user.Put(Path, new { nickname })).ShouldBe(200)["nickname"]);
    }

    [Fact]
    public async Task Emoji_count_as_characters()
    {
        var user = await App.RegisterAsync("shikai");

        (await user.Put(Path, new { nickname = string.Concat(Enumerable.Repeat("🏃", 32)) })).ShouldBe(200);
        (await user.Put(Path, new { nickname = string.Concat(Enumerable.Repeat("🏃", 33)) })).ShouldFail(400, "nickname");
    }

    [Fact]
    public async Task Nickname_of_someone_else_is_a_403_and_without_a_token_a_401()
    {
        var user = await App.RegisterAsync("shikai");
        await App.RegisterAsync("liyang");

        (await user.Put(Path, new { username = "liyang", nickname = "Li" })).ShouldFail(403);
        (await Anonymous.Put(Path, new { username = "liyang", nickname = "Li" })).ShouldFail(401);
        Assert.Equal("liyang", (string?)(await user.Get("/api/users/liyang")).ShouldBe(200)["nickname"]);
    }

    [Fact]
    public async Task If_match_lets_only_the_named_versions_be_changed()
    {
        var user = await App.RegisterAsync("shikai");
        var first = (await user.Get("/api/users/shikai")).ETag!;

        var second = (await user.Put(Path, new { nickname = "A" }, ("If-Match", first))).ShouldHave(200).ETag!;
        (await user.Put(Path, new { nickname = "B" }, ("If-Match", first))).ShouldFail(412);
        (await user.Put(Path, new { nickname = "B" }, ("If-Match", "\"x\""))).ShouldFail(412);
        (await user.Put(Path, new { nickname = "B" }, ("If-Match", "no tag"))).ShouldFail(412);
        (await user.Put(Path, new { nickname = "B" }, ("If-Match", $"W/{second}"))).ShouldFail(412);
        Assert.Equal("A", (string?)(await user.Get("/api/users/shikai")).ShouldBe(200)["nickname"]);
        (await user.Put(Path, new { nickname = "C" }, ("If-Match", $"{first}, {second}"))).ShouldBe(200);
        (await user.Put(Path, new { nickname = "D" }, ("If-Match", "*"))).ShouldBe(200);
    }
}
