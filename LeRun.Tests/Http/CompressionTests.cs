using LeRun.Tests.Support;
using LeRun.Tests.Users.Pictures;

namespace LeRun.Tests.Http;

/// <summary>Responses that are compressed, and those that are not.</summary>
public class CompressionTests : ApiTests
{
    private const string Posts = "/api/users/share/posts";

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip;q=1, br;q=0.5", "gzip")]
    [InlineData("*", "br")]
    [InlineData("br;q=0, *;q=0.1", "gzip")]
    [InlineData("GZIP", "gzip")]
    [InlineData("deflate, zstd", null)]
    [InlineData("br;q=0, gzip;q=0", null)]
    [InlineData("identity, gzip;q=0.5", null)]
    [InlineData(";;,=", null)]
    [InlineData(null, null)]
    public async Task Compression_is_what_the_caller_accepts(string? accepted, string? coding)
    {
        await WritePostsAsync();
        var plain = await Anonymous.Get(Posts);

        var reply = accepted is null ? plain : await Anonymous.Get(Posts, ("Accept-Encoding", accepted));

        reply.ShouldHave(200);
        Assert.Equal(coding, reply.Headers.GetValueOrDefault("Content-Encoding"));
        Assert.Contains("Accept-Encoding", reply.Headers["Vary"], StringComparison.Ordinal);
        Assert.Equal(plain.Bytes, reply.Decode());
        Assert.Equal(coding is null, reply.Bytes.Length == plain.Bytes.Length);
    }

    [Fact]
    public async Task Compression_leaves_small_responses_pictures_and_tokens_alone()
    {
        var user = await App.RegisterAsync("shikai");
        var account = new { username = "shikai", password = TestApp.Password };
        (await user.Post("/api/users/update/profilepic", PictureBodies.Raw(SamplePictures.Png, "image/png"))).ShouldBe(200);
        var large = await user.Put("/api/users/update/nickname", new { nickname = "Kai" }, AcceptAny);

        foreach (var reply in new[]
        {
            large,
            await user.Get("/api/users/shikai", AcceptAny),
            await Anonymous.Get("/api/users/profilepic/shikai/image", AcceptAny),
            await Anonymous.Post("/api/users/login", account, AcceptAny),
        })
        {
            reply.ShouldHave(200);
            Assert.False(reply.Headers.ContainsKey("Content-Encoding"));
            Assert.Equal($"{reply.Bytes.Length}", reply.Headers["Content-Length"]);
        }
    }

    [Fact]
    public async Task Compressed_response_has_a_tag_of_its_own_that_readers_and_writers_may_send()
    {
        var user = await App.RegisterAsync("shikai");
        var post = (await user.Post(Posts, Post(0))).ShouldBe(200);
        var path = $"{Posts}/{post["_id"]}";

        var plain = await user.Get(path);
        var packed = await user.Get(path, AcceptAny);

        Assert.Equal("br", packed.Headers["Content-Encoding"]);
        Assert.NotEqual(plain.ETag, packed.ETag);
        foreach (var tag in new[] { plain.ETag!, packed.ETag! })
        {
            var unchanged = (await user.Get(path, AcceptAny, ("If-None-Match", tag))).ShouldHave(304);
            Assert.Empty(unchanged.Bytes);
            Assert.Equal(tag, unchanged.ETag);
            Assert.False(unchanged.Headers.ContainsKey("Content-Encoding"));
        }

        (await user.Put(path, new { title = "Another" }, ("If-Match", packed.ETag!))).ShouldBe(200);
        (await user.Put(path, new { title = "A third" }, ("If-Match", packed.ETag!))).ShouldFail(412);
        (await user.Get(path, AcceptAny, ("If-None-Match", packed.ETag!))).ShouldHave(200);
    }

    [Fact]
    public async Task Compressed_problem_and_document_are_like_any_other_json()
    {
        var members = string.Join(',', Enumerable.Range(0, 40).Select(i => $$"""{"id":{{i}},"latitude":"x"}"""));
        var user = await App.RegisterAsync("shikai");

        var document = (await Anonymous.Get("/api/openapi.json", AcceptAny)).ShouldHave(200);
        var seen = await Anonymous.Get("/api/openapi.json", AcceptAny, ("If-None-Match", document.ETag!));

        Assert.Equal("br", document.Headers["Content-Encoding"]);
        Assert.Equal((await Anonymous.Get("/api/openapi.json")).Bytes, document.Decode());
        seen.ShouldHave(304);
        (await user.Put("/api/users/run/data", $$$"""{"runData":{"markers":[{{{members}}}]}}""", AcceptAny)).ShouldHave(400);
    }

    private static readonly (string, string) AcceptAny = ("Accept-Encoding", "gzip, br");

    private static object Post(int number) =>
        new { title = $"Run {number}", content = string.Concat(Enumerable.Repeat($"Kilometre {number}. ", 100)) };

    private async Task WritePostsAsync()
    {
        var user = await App.RegisterAsync("shikai");
        for (var i = 0; i < 3; i++)
            (await user.Post(Posts, Post(i))).ShouldBe(200);
    }
}
