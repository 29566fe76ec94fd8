using System.Net.Sockets;
using System.Text;
using LeRun.Functions;
using LeRun.Tests.Support;
using LeRun.Tests.Users.Pictures;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeRun.Tests.Http;

/// <summary>A token is trusted for no longer than it lives, however long the body of its request takes.</summary>
public class SlowBodyTests
{
    [Theory]
    [InlineData("PUT", "/api/users/update", "application/json", """{"password":"the thief's horse"}""")]
    [InlineData("PUT", "/api/users/run/data", "application/json", "{}")]
    [InlineData("POST", "/api/users/update/profilepic", "application/json", """{"profilePic":"AAAA"}""")]
    [InlineData("POST", "/api/users/update/profilepic", "image/png", "...")]
    [InlineData("POST", "/api/users/update/profilepic", "multipart/form-data; boundary=b", "\r\n--b--\r\n")]
    public async Task Token_that_is_ended_while_the_body_comes_is_a_401(string method, string path, string type, string body)
    {
        await using var app = await TestApp.StartAsync();
        var owner = await app.RegisterAsync("shikai");
        using var slow = new SlowBody(body, type);

        var late = owner.Send(new HttpMethod(method), path, slow, SlowBody.ExpectContinue);
        await slow.Begun;
        (await owner.Put("/api/users/update", new { password = "the owner's horse" })).ShouldBe(200);
        slow.Arrive();

        (await late).ShouldFail(401);
        await app.LoginAsync("shikai", "the owner's horse");
    }

    [Fact]
    public async Task Where_the_end_of_a_token_is_not_known_yet_it_still_changes_nothing_of_the_account()
    {
        await using var one = await TestApp.StartAsync();
        await using var two = await one.StartAnotherInstanceAsync();
        var owner = await one.RegisterAsync("shikai");
        var thief = two.As(owner);
        (await thief.Get("/api/users")).ShouldBe(200);
        (await owner.Put("/api/users/update", new { password = "the owner's horse" })).ShouldBe(200);

        (await thief.Get("/api/users")).ShouldBe(200);
        (await thief.Put("/api/users/update", new { password = "the thief's horse" })).ShouldFail(401);
        (await thief.Put("/api/users/update", new { password = "the thief's horse" }, ("If-Match", "*"))).ShouldFail(401);
        (await thief.Put("/api/users/update/nickname", new { nickname = "thief" })).ShouldFail(401);
        (await thief.Post("/api/users/update/profilepic", PictureBodies.Raw(SamplePictures.Png, "image/png"))).ShouldFail(401);

        var user = (await (await two.LoginAsync("shikai", "the owner's horse")).Get("/api/users/shikai")).ShouldBe(200);
        Assert.Equal(1, (int)user["__v"]!);
    }

    [Fact]
    public async Task Body_that_takes_longer_than_30_s_is_a_408()
    {
        await using var app = await TestApp.StartAsync();
        // An HttpClient would wait for its body to be sent.
        using var client = new TcpClient(app.Address.Host, app.Address.Port);
        using var replies = new StreamReader(client.GetStream(), Encoding.ASCII);
        await client.GetStream().WriteAsync(
            "POST /api/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\nExpect: 100-continue\r\n\r\n"u8.ToArray());
        Assert.Equal("HTTP/1.1 100 Continue", await replies.ReadLineAsync());
        await replies.ReadLineAsync();

        app.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("HTTP/1.1 408 Request Timeout", await replies.ReadLineAsync());
    }

    [Fact]
    public async Task Server_ends_connections_that_trickle_and_leaves_the_size_of_bodies_to_the_functions()
    {
        await using var app = await TestApp.StartAsync();

        var limits = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Null(limits.MaxRequestBodySize);
        Assert.Equal(1024, limits.MinRequestBodyDataRate!.BytesPerSecond);
        Assert.Equal(10 * 1024, limits.MinResponseDataRate!.BytesPerSecond);
    }

    [Fact]
    public void Requests_have_30_s_to_end_when_the_app_stops()
    {
        using var services = new ServiceCollection().AddLeRun(new ConfigurationBuilder().Build()).BuildServiceProvider();

        Assert.Equal(TimeSpan.FromSeconds(30), services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }
}
