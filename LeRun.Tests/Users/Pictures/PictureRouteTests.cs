using System.Text;
using LeRun.LocalHost.Blobs;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;

namespace LeRun.Tests.Users.Pictures;

public class PictureRouteTests
{
    private const string Upload = "/api/users/update/profilepic";
    private const string Image = "/api/users/profilepic/shikai/image";

    private static readonly byte[] Private = Splice.IntoJpeg(SamplePictures.Jpeg, Splice.JpegSegment(0xE1, Splice.Exif(orientation: 1)));

    public static TheoryData<string> Ways => ["multipart", "raw", "base64", "data url"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Upload_in_any_form_keeps_the_pixels_and_removes_metadata(string way)
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        var changed = (await user.Post(Upload, Body(way, Private, "SHIKAI"))).ShouldBe(200);

        var url = new Uri((string)changed["profilePic"]!);
        var served = (await app.Anonymous.Get(url.PathAndQuery)).ShouldHave(200);
        Assert.Equal("image/jpeg", served.ContentType);
        Assert.Equal(SamplePictures.Decode(Private), SamplePictures.Decode(served.Bytes));
        Assert.False(Splice.Contains(served.Bytes, "Exif"));
        Assert.Equal(1, (int)changed["__v"]!);
        Assert.Equal("2024-11-22T14:52:31.000Z", (string?)changed["updatedAt"]);
        Assert.Equal((string?)changed["profilePic"], (string?)(await app.Anonymous.Get("/api/users/profilepic/shikai")).ShouldBe(200)["profilePic"]);
        Assert.Equal((string?)changed["profilePic"], (string?)(await user.Get("/api/users/shikai")).ShouldBe(200)["profilePic"]);
    }

    [Fact]
    public async Task Type_comes_from_the_content_alone()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");

        (await user.Post(Upload, Raw(SamplePictures.Png, "image/jpeg"))).ShouldBe(200);
        Assert.Equal("image/png", (await app.Anonymous.Get(Image)).ShouldHave(200).ContentType);
        (await user.Post(Upload, Raw(SamplePictures.LossyWebP, "image/gif"))).ShouldBe(200);
        Assert.Equal("image/webp", (await app.Anonymous.Get(Image)).ShouldHave(200).ContentType);
        (await user.Post(Upload, Raw(SamplePictures.Gif, "image/svg+xml"))).ShouldBe(200);
        Assert.Equal("image/gif", (await app.Anonymous.Get(Image)).ShouldHave(200).ContentType);
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "image/svg+xml")]
    [InlineData("<html><script>alert(1)</script></html>", "image/png")]
    [InlineData("GIF89a<script>alert(1)</script>", "image/gif")]
    [InlineData("", "image/png")]
    [InlineData("{}", "text/plain")]
    [InlineData("x", "application/octet-stream")]
    public async Task Upload_that_is_no_picture_is_a_415_and_changes_nothing(string content, string type)
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");

        (await user.Post(Upload, Raw(Encoding.UTF8.GetBytes(content), type))).ShouldFail(415);

        Assert.Null((string?)(await user.Get("/api/users/shikai")).ShouldBe(200)["profilePic"]);
        (await app.Anonymous.Get(Image)).ShouldFail(404);
    }

    [Fact]
    public async Task Upload_with_a_tail_or_cut_short_is_refused_with_the_reason()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");

        (await user.Post(Upload, Raw([.. SamplePictures.Png, .. "<?php evil"u8], "image/png"))).ShouldFail(415);
        var problem = (await user.Post(Upload, Raw(SamplePictures.Png[..^20], "image/png"))).ShouldFail(415);

        Assert.NotEmpty((string)problem["detail"]!);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Upload_over_5_mib_is_a_413(string way)
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");

        (await user.Post(Upload, Body(way, new byte[5 * 1024 * 1024 + 1]))).ShouldFail(413);
        (await user.Post(Upload, Body(way, new byte[5 * 1024 * 1024]))).ShouldFail(415);
    }

    [Theory]
    [InlineData("""{"profilePic":"not base64!"}""", "profilePic")]
    [InlineData("""{"profilePic":"data:image/png,abc"}""", "profilePic")]
    [InlineData("""{"profilePic":""}""", "profilePic")]
    [InlineData("""{"profilePic":7}""", "profilePic")]
    [InlineData("{}", "profilePic")]
    public async Task A_bad_json_body_is_a_400(string body, string field)
    {
        await using var app = await TestApp.StartAsync();

        (await (await app.RegisterAsync("shikai")).Post(Upload, body)).ShouldFail(400, field);
    }

    [Theory]
    [InlineData("multipart/form-data", "x", "body")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\nshikai\r\n--b--\r\n", "profilePic")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n\r\nxx", "body")]
    public async Task A_bad_multipart_body_is_a_400(string type, string body, string field)
    {
        await using var app = await TestApp.StartAsync();

        (await (await app.RegisterAsync("shikai")).Post(Upload, Raw(Encoding.UTF8.GetBytes(body), type))).ShouldFail(400, field);
    }

    [Fact]
    public async Task Upload_changes_only_the_callers_picture()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        await app.RegisterAsync("liyang");

        (await user.Post(Upload, Body("multipart", SamplePictures.Png, "liyang"))).ShouldFail(403);
        (await user.Post(Upload, Body("base64", SamplePictures.Png, "liyang"))).ShouldFail(403);
        (await app.Anonymous.Post(Upload, Body("raw", SamplePictures.Png))).ShouldFail(401);
        (await app.Anonymous.Get("/api/users/profilepic/liyang/image")).ShouldFail(404);
    }

    [Fact]
    public async Task Versioned_url_is_cached_for_ever_and_the_plain_one_revalidated()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        var first = new Uri((string)(await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200)["profilePic"]!).PathAndQuery;

        var versioned = (await app.Anonymous.Get(first)).ShouldHave(200);
        var plain = (await app.Anonymous.Get(Image)).ShouldHave(200);
        (await user.Post(Upload, Body("raw", SamplePictures.Gif))).ShouldBe(200);
        var outdated = (await app.Anonymous.Get(first)).ShouldHave(200);

        Assert.Equal("public, max-age=31536000, immutable", versioned.Headers["Cache-Control"]);
        Assert.Equal("public, no-cache", plain.Headers["Cache-Control"]);
        Assert.Equal("public, no-cache", outdated.Headers["Cache-Control"]);
        foreach (var (name, value) in new[] { ("X-Content-Type-Options", "nosniff"), ("Content-Disposition", "inline"), ("Cross-Origin-Resource-Policy", "cross-origin"), ("Content-Security-Policy", "default-src 'none'; sandbox") })
            Assert.Equal(value, versioned.Headers[name]);
    }

    [Fact]
    public async Task Conditional_get_is_a_304_without_a_request_to_blob_storage()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);
        var tag = (await app.Anonymous.Get(Image)).ETag!;
        var asked = 0;
        app.Blobs.Served += _ => Interlocked.Increment(ref asked);

        var seen = await app.Anonymous.Get(Image, ("If-None-Match", tag));

        Assert.Equal(304, seen.Status);
        Assert.Empty(seen.Bytes);
        Assert.Equal(tag, seen.ETag);
        Assert.Equal(0, asked);
    }

    [Theory]
    [InlineData("bytes=0-9", 0, 10)]
    [InlineData("bytes=10-", 10, null)]
    [InlineData("bytes=-10", -10, null)]
    [InlineData("bytes=5-999999999", 5, null)]
    public async Task Range_request_returns_only_the_range(string range, int from, int? length)
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);
        var whole = (await app.Anonymous.Get(Image)).ShouldHave(200).Bytes;
        var start = from < 0 ? whole.Length + from : from;
        var expected = whole[start..(length is { } count ? start + count : whole.Length)];

        var part = (await app.Anonymous.Get(Image, ("Range", range))).ShouldHave(206);

        Assert.Equal(expected, part.Bytes);
        Assert.Equal($"bytes {start}-{start + expected.Length - 1}/{whole.Length}", part.Headers["Content-Range"]);
    }

    [Fact]
    public async Task Range_after_the_end_is_a_416_and_of_another_version_the_whole_picture()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);
        var whole = (await app.Anonymous.Get(Image)).ShouldHave(200);

        var behind = (await app.Anonymous.Get(Image, ("Range", "bytes=99999999-"))).ShouldHave(416);
        Assert.Equal($"bytes */{whole.Bytes.Length}", behind.Headers["Content-Range"]);
        Assert.Empty(behind.Bytes);
        Assert.Equal(whole.Bytes, (await app.Anonymous.Get(Image, ("Range", "bytes=0-9"), ("If-Range", "\"other\""))).ShouldHave(200).Bytes);
        (await app.Anonymous.Get(Image, ("Range", "bytes=0-9"), ("If-Range", whole.ETag!))).ShouldHave(206);
        Assert.Equal(whole.Bytes, (await app.Anonymous.Get(Image, ("Range", "bytes=0-1,4-5"))).ShouldHave(200).Bytes);
    }

    [Fact]
    public async Task Head_returns_only_the_headers()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);
        var get = (await app.Anonymous.Get(Image)).ShouldHave(200);

        var head = (await app.Anonymous.Send(HttpMethod.Head, Image)).ShouldHave(200);

        Assert.Empty(head.Bytes);
        Assert.Equal(get.Headers["Content-Length"], head.Headers["Content-Length"]);
        Assert.Equal(get.ETag, head.ETag);
        Assert.Equal(get.ContentType, head.ContentType);
        (await app.Anonymous.Send(HttpMethod.Head, "/api/users/profilepic/nobody/image")).ShouldHave(404);
    }

    [Fact]
    public async Task If_match_is_honoured()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        var tag = (await user.Get("/api/users/shikai")).ETag!;

        (await user.Post(Upload, Body("raw", SamplePictures.Png), ("If-Match", "\"other\""))).ShouldFail(412);
        (await user.Post(Upload, Body("raw", SamplePictures.Png), ("If-Match", tag))).ShouldBe(200);
    }

    [Fact]
    public async Task Blob_storage_out_of_reach_is_a_503_and_the_previous_picture_stays()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);
        var before = (await app.Anonymous.Get(Image)).ShouldHave(200).Bytes;
        app.Blobs.Inject = _ => BlobFault.ServiceUnavailable;

        Assert.True((await user.Post(Upload, Body("raw", SamplePictures.Gif))).Headers.ContainsKey("Retry-After"));
        (await user.Post(Upload, Body("raw", SamplePictures.Gif))).ShouldFail(503);
        (await app.Anonymous.Get(Image)).ShouldFail(503);
        Assert.Equal("failed", (string?)(await app.Anonymous.Get("/api/health")).ShouldBe(503)["checks"]!["blobs"]);

        app.Blobs.Inject = null;
        Assert.Equal(before, (await app.Anonymous.Get(Image)).ShouldHave(200).Bytes);
    }

    [Fact]
    public async Task Cleanup_deletes_orphans_of_a_crash_and_keeps_pictures_in_use()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);
        // The blob of the second is stored, and then the process dies before the account points at it.
        app.Cosmos.Inject = _ => CosmosFault.Unreachable;
        (await user.Post(Upload, Body("raw", SamplePictures.Gif))).ShouldFail(503);
        app.Cosmos.Inject = null;
        Assert.Equal(2, await app.CountBlobsAsync());

        await app.FireAsync("SweepPictures");
        Assert.Equal(2, await app.CountBlobsAsync());
        app.Clock.Advance(TimeSpan.FromMinutes(16));
        await app.FireAsync("SweepPictures");

        Assert.Equal(1, await app.CountBlobsAsync());
        (await app.Anonymous.Get(Image)).ShouldHave(200);
    }

    [Fact]
    public async Task Account_deletion_deletes_the_picture()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);

        var deleted = (await user.Delete("/api/users/delete", new { username = "shikai", password = TestApp.Password })).ShouldBe(200);

        Assert.Equal(1, (int)deleted["removed"]!["pictures"]!);
        Assert.Equal(0, await app.CountBlobsAsync());
        (await app.Anonymous.Get(Image)).ShouldFail(404);
    }

    private static HttpContent Body(string way, byte[] picture, string? username = null)
    {
        var base64 = Convert.ToBase64String(picture);
        var claim = username is null ? "" : $"\"username\":\"{username}\",";
        return way switch
        {
            "raw" => Raw(picture, "image/*"),
            "base64" => new StringContent($$"""{{{claim}}"profilePic":"{{base64}}"}""", Encoding.UTF8, "application/json"),
            "data url" => new StringContent($$"""{{{claim}}"profilePic":"data:image/png;base64,{{base64}}"}""", Encoding.UTF8, "application/json"),
            _ => Multipart(picture, username),
        };
    }

    private static MultipartFormDataContent Multipart(byte[] picture, string? username)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(picture), "avatar", "me.txt" }, { new ByteArrayContent([1, 2, 3]), "other", "other.png" } };
        if (username is not null)
            form.Add(new StringContent(username), "username");
        return form;
    }

    private static ByteArrayContent Raw(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }
}
