using System.Net.Http.Headers;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;

namespace LeRun.Tests.Http;

/// <summary>What the contract says of every route.</summary>
public class EverywhereTests
{
    [Fact]
    public async Task A_trailing_slash_and_the_case_of_a_path_make_no_difference()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");

        foreach (var path in new[] { "/api/users/", "/api/users/shikai/", "/API/Users/shikai", "/api/users/run/records/shikai/" })
            (await user.Get(path)).ShouldBe(200);
    }

    [Theory]
    [InlineData("GET", "/api/nothing")]
    [InlineData("PATCH", "/api/users")]
    [InlineData("GET", "/")]
    public async Task An_unknown_path_or_method_is_a_bare_404(string method, string path)
    {
        await using var app = await TestApp.StartAsync();

        Assert.Empty((await app.Anonymous.Send(new HttpMethod(method), path)).ShouldHave(404).Bytes);
    }

    [Fact]
    public async Task A_body_over_2_mib_is_a_413_whether_or_not_its_length_was_told()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        var large = new byte[2 * 1024 * 1024 + 1];
        Array.Fill(large, (byte)' ');

        (await user.Put("/api/users/run/data", Json(large))).ShouldFail(413);
        (await user.Put("/api/users/run/data", new Chunked(large))).ShouldFail(413);
        (await user.Put("/api/users/run/data", Json(large[..^1]))).ShouldFail(400);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    public async Task A_body_that_does_not_say_it_is_json_is_a_415(string type)
    {
        await using var app = await TestApp.StartAsync();
        var body = Json("""{"username":"shikai","password":"correct horse"}"""u8.ToArray());
        body.Headers.Remove("Content-Type");
        body.Headers.TryAddWithoutValidation("Content-Type", type);

        (await app.Anonymous.Post("/api/users", body)).ShouldFail(415);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("application/merge-patch+json")]
    public async Task A_body_that_says_it_is_json_or_nothing_is_read(string? type)
    {
        await using var app = await TestApp.StartAsync();
        var body = Json("""{"username":"shikai","password":"correct horse"}"""u8.ToArray());
        body.Headers.Remove("Content-Type");
        if (type is not null)
            body.Headers.TryAddWithoutValidation("Content-Type", type);

        (await app.Anonymous.Post("/api/users", body)).ShouldBe(200);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_a_400()
    {
        await using var app = await TestApp.StartAsync();

        (await app.Anonymous.Post("/api/users", Json([.. "{\"username\":\""u8, 0xff, 0xfe, .. "\"}"u8]))).ShouldFail(400);
    }

    [Theory]
    [InlineData("zh-CN", "zh-CN", "用户不存在。")]
    [InlineData("zh-TW;q=0.9, fr", "zh-CN", "用户不存在。")]
    [InlineData("en;q=0.2, zh;q=0.8", "zh-CN", "用户不存在。")]
    [InlineData("en-US, zh;q=0.5", "en", "There is no such user.")]
    [InlineData("fr", "en", "There is no such user.")]
    [InlineData("*", "en", "There is no such user.")]
    [InlineData(";;;=,,", "en", "There is no such user.")]
    public async Task Messages_come_in_the_readers_language(string accepted, string language, string message)
    {
        await using var app = await TestApp.StartAsync();

        var reply = await app.Anonymous.Get("/api/users/profilepic/nobody", ("Accept-Language", accepted));

        Assert.Equal(message, (string?)reply.ShouldFail(404)["message"]);
        Assert.Equal(language, reply.Headers["Content-Language"]);
        Assert.Equal("Accept-Language", reply.Headers["Vary"]);
    }

    [Fact]
    public async Task Each_error_of_a_field_comes_in_the_readers_language()
    {
        await using var app = await TestApp.StartAsync();

        var problem = (await app.Anonymous.Post("/api/users", "{}", ("Accept-Language", "zh"))).ShouldFail(400, "username");

        Assert.Equal("不能为空", (string?)problem["errors"]!["username"]![0]);
    }

    public static TheoryData<string> Outages => ["throttled", "unavailable", "timeout", "unreachable"];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task When_cosmos_is_out_of_reach_the_answer_is_a_503_that_says_when_to_come_back_and_nothing_internal(string outage)
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        (await user.Get("/api/users/shikai")).ShouldBe(200);
        app.Cosmos.Inject = request => outage switch
        {
            "throttled" => CosmosFault.Throttle(TimeSpan.FromMilliseconds(1)),
            "unavailable" => CosmosFault.ServiceUnavailable,
            "timeout" => CosmosFault.RequestTimeout,
            _ => CosmosFault.Unreachable,
        };

        foreach (var reply in new[]
        {
            await user.Get("/api/users/shikai"),
            await user.Put("/api/users/update/nickname", new { nickname = "Kai" }),
            await user.Put("/api/users/run/data", new { runData = Run.Data() }),
            await user.Post("/api/users/run/record", new { runRecord = Run.Data() }),
            await user.Get("/api/users/run/records/shikai"),
        })
        {
            reply.ShouldFail(503);
            Assert.True(reply.Headers.ContainsKey("Retry-After"));
            Assert.DoesNotContain("cosmos", reply.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("   at ", reply.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task When_cosmos_says_nothing_at_all_the_answer_is_a_503_once_the_deadline_has_passed()
    {
        await using var app = await TestApp.StartAsync(settings: ("Cosmos:Deadline", "00:00:00.3"));
        var user = await app.RegisterAsync("shikai");
        (await user.Get("/api/users/shikai")).ShouldBe(200);
        app.Cosmos.Inject = _ => CosmosFault.Delay(() => new TaskCompletionSource().Task);

        (await user.Get("/api/users/shikai")).ShouldFail(503);
        (await user.Get("/api/users")).ShouldFail(503);
        (await user.Put("/api/users/update/nickname", new { nickname = "Kai" })).ShouldFail(503);
        (await user.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldFail(503);
    }

    [Fact]
    public async Task Throttling_that_passes_is_not_noticed()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        var throttled = 0;
        app.Cosmos.Inject = _ => Interlocked.Increment(ref throttled) <= 2 ? CosmosFault.Throttle(TimeSpan.FromMilliseconds(1)) : null;

        (await user.Get("/api/users/shikai")).ShouldBe(200);
    }

    [Fact]
    public async Task Health_tells_which_part_fails_and_nothing_of_why()
    {
        await using var app = await TestApp.StartAsync();
        Assert.Equal("ok", (string?)(await app.Anonymous.Get("/api/health")).ShouldBe(200)["checks"]!["cosmos"]);
        app.Cosmos.Inject = _ => CosmosFault.Unreachable;

        Assert.Equal("ok", (string?)(await app.Anonymous.Get("/api/health")).ShouldBe(200)["status"]);
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        var failed = await app.Anonymous.Get("/api/health");

        Assert.Equal("failed", (string?)failed.ShouldBe(503)["status"]);
        Assert.Equal("failed", (string?)failed.Json["checks"]!["cosmos"]);
        Assert.True(failed.Headers.ContainsKey("Retry-After"));
    }

    [Fact]
    public async Task Asking_for_health_often_asks_storage_seldom()
    {
        await using var app = await TestApp.StartAsync();

        var requests = await app.CosmosRequestsAsync(() => Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.Anonymous.Get("/api/health"))));

        Assert.Single(requests);
    }

    [Fact]
    public async Task Links_begin_with_the_public_address_where_one_is_set()
    {
        await using var app = await TestApp.StartAsync(settings: ("Api:PublicUrl", "https://run.example/"));
        await app.RegisterAsync("liyang");
        var user = await app.RegisterAsync("shikai");

        var link = (await user.Get("/api/users?limit=1")).Headers["Link"];

        Assert.StartsWith("<https://run.example/api/users?limit=1&cursor=", link, StringComparison.Ordinal);
        Assert.EndsWith("; rel=\"next\"", link, StringComparison.Ordinal);
    }

    private static ByteArrayContent Json(byte[] bytes) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>A body whose length nobody knows before it has come.</summary>
    private sealed class Chunked : HttpContent
    {
        private readonly byte[] _bytes;

        public Chunked(byte[] bytes)
        {
            _bytes = bytes;
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => stream.WriteAsync(_bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
