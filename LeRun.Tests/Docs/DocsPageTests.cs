using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using LeRun.Functions.Http;
using LeRun.Tests.Infra;
using LeRun.Tests.Support;

namespace LeRun.Tests.Docs;

/// <summary>How the documentation is served.</summary>
public partial class DocsPageTests : ApiTests
{
    [Theory]
    [InlineData("en-GB, en;q=0.9", "en")]
    [InlineData("zh-TW, zh;q=0.9, en;q=0.5", "zh-CN")]
    [InlineData("zh;q=0, fr", "en")]
    [InlineData("", "en")]
    public async Task Document_comes_in_the_readers_language(string accepted, string language)
    {
        var reply = await Anonymous.Get("/api/openapi.json", ("Accept-Language", accepted));

        var written = Repository.Read($"LeRun.Functions/Docs/Files/openapi.{language}.json");
        Assert.Equal(
            written.Replace("\"version\": \"1\"", $"\"version\": \"{BuiltVersion.Text}\"", StringComparison.Ordinal),
            reply.ShouldHave(200).Text);
        Assert.Equal("application/json", reply.ContentType);
        Assert.Equal(language, reply.Headers["Content-Language"]);
        Assert.Equal("Accept-Language, Accept-Encoding", reply.Headers["Vary"]);
    }

    [Fact]
    public async Task Version_tells_the_day_and_the_commit_and_is_the_same_everywhere()
    {
        var document = (await Anonymous.Get("/api/openapi.json")).ShouldBe(200);
        var health = (await Anonymous.Get("/api/health")).ShouldBe(200);

        Assert.Matches(@"^\d+\.\d+\.\d+\+20\d{6}(\.[0-9a-f]{40})?$", (string)health["version"]!);
        Assert.Equal((string)health["version"]!, (string)document["info"]!["version"]!);
    }

    [Fact]
    public async Task Document_is_a_304_for_a_reader_who_has_it()
    {
        var tag = (await Anonymous.Get("/api/openapi.json")).ETag!;

        var again = await Anonymous.Get("/api/openapi.json", ("If-None-Match", tag));

        Assert.Empty(again.ShouldHave(304).Bytes);
        Assert.Equal(tag, again.ETag);
        Assert.Equal("Accept-Language, Accept-Encoding", again.Headers["Vary"]);
        (await Anonymous.Get("/api/openapi.json", ("If-None-Match", tag), ("Accept-Language", "zh"))).ShouldHave(200);
    }

    [Fact]
    public async Task Page_may_run_nothing_but_its_own_files()
    {
        var page = (await Anonymous.Get("/api/docs")).ShouldHave(200);

        var policy = page.Headers["Content-Security-Policy"];
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers["X-Content-Type-Options"]);
        Assert.DoesNotContain("//", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_of_the_page_may_be_kept_for_ever_under_the_versions_that_it_names()
    {
        var page = (await Anonymous.Get("/api/docs")).Text;
        var parts = Part().Matches(page).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(5, parts.Count);
        foreach (var part in parts)
        {
            Assert.Matches(@"\?v=[0-9a-f]{16}$", part);
            var reply = (await Anonymous.Get(part)).ShouldHave(200);
            Assert.Equal("public, max-age=31536000, immutable", reply.Headers["Cache-Control"]);
            Assert.Equal("public, no-cache", (await Anonymous.Get(part.Split('?')[0])).Headers["Cache-Control"]);
        }
    }

    [Fact]
    public async Task Large_parts_come_compressed_to_a_reader_that_can_decompress()
    {
        var plain = (await Anonymous.Get("/api/docs/swagger-ui.css")).ShouldHave(200);
        var small = (await Anonymous.Get("/api/docs/swagger-ui.css", ("Accept-Encoding", "br, gzip"))).ShouldHave(200);

        Assert.False(plain.Headers.ContainsKey("Content-Encoding"));
        Assert.Equal("gzip", small.Headers["Content-Encoding"]);
        Assert.Equal("Accept-Encoding", small.Headers["Vary"]);
        await using var unzipped = new GZipStream(new MemoryStream(small.Bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped, Encoding.UTF8);
        Assert.Equal(plain.Text, await reader.ReadToEndAsync());
    }

    [Theory]
    [InlineData("nothing.js")]
    [InlineData("index.html")]
    [InlineData("openapi.en.json")]
    [InlineData("..%2fhost.json")]
    public async Task Unknown_part_is_a_404(string name)
    {
        (await Anonymous.Get($"/api/docs/{name}")).ShouldFail(404);
    }

    [Fact]
    public async Task Login_message_comes_in_the_readers_language_and_tells_so()
    {
        await App.RegisterAsync("shikai");

        var login = await Anonymous.Post(
            "/api/users/login", new { username = "shikai", password = TestApp.Password }, ("Accept-Language", "zh-CN"));

        Assert.Equal("登录成功", (string?)login.ShouldBe(200)["message"]);
        Assert.Equal("zh-CN", login.Headers["Content-Language"]);
        Assert.Equal("Accept-Language", login.Headers["Vary"]);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Part();
}
