using LeRun.Tests.Support;

namespace LeRun.Tests.Http;

public class ResponseHeaderTests
{
    [Fact]
    public async Task A_response_with_a_token_is_not_to_be_stored()
    {
        await using var app = await TestApp.StartAsync();
        await app.RegisterAsync("shikai");

        var login = await app.Anonymous.Post("/api/users/login", new { username = "shikai", password = TestApp.Password });

        login.ShouldBe(200);
        Assert.Equal("no-store", login.Headers["Cache-Control"]);
    }

    [Theory]
    [InlineData("/nobody-has-this", 404, false)]
    [InlineData("/api/posts-nobody-has", 404, true)]
    [InlineData("/api/users/share/posts", 200, true)]
    [InlineData("/api/users", 401, true)]
    public async Task No_response_of_a_function_lets_addresses_out_or_plain_http_in(string path, int status, bool isFunction)
    {
        await using var app = await TestApp.StartAsync();

        var plain = (await app.Anonymous.Get(path)).ShouldHave(status);
        var secure = (await app.Anonymous.Get(path, ("X-Forwarded-Proto", "https"))).ShouldHave(status);

        Assert.Equal(isFunction, plain.Headers.ContainsKey("Referrer-Policy"));
        Assert.False(plain.Headers.ContainsKey("Strict-Transport-Security"));
        Assert.Equal(isFunction, secure.Headers.ContainsKey("Strict-Transport-Security"));
    }
}
