using System.Text;
using LeRun.LocalHost.Blobs;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;
using static LeRun.Tests.Users.Pictures.PictureBodies;

namespace LeRun.Tests.Users.Pictures;

/// <summary>Changing the profile picture.</summary>
public class PictureUploadTests
{
    private const string Upload = "/api/users/update/profilepic";
    private const string Image = "/api/users/profilepic/shikai/image";

    private const string Multipart = "multipart/form-data; boundary=b";
    private const string Disposition = "Content-Disposition: form-data; ";

    private static readonly byte[] Private =
        Splice.IntoJpeg(SamplePictures.Jpeg, Splice.JpegSegment(0xE1, Splice.Exif(orientation: 1)));

    [Theory]
    [MemberData(nameof(PictureBodies.Ways), MemberType = typeof(PictureBodies))]
    public async Task Picture_comes_in_any_way_and_is_served_with_the_same_pixels_and_without_metadata(string way)
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
        foreach (var path in new[] { "/api/users/profilepic/shikai", "/api/users/shikai" })
            Assert.Equal((string?)changed["profilePic"], (string?)(await user.Get(path)).ShouldBe(200)["profilePic"]);
    }

    [Fact]
    public async Task Type_is_told_by_the_content_alone()
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
    public async Task Upload_of_something_else_is_a_415_and_changes_nothing(string content, string type)
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");

        (await user.Post(Upload, Raw(Encoding.UTF8.GetBytes(content), type))).ShouldFail(415);

        Assert.Null((string?)(await user.Get("/api/users/shikai")).ShouldBe(200)["profilePic"]);
        (await app.Anonymous.Get(Image)).ShouldFail(404);
    }

    [Fact]
    public async Task Picture_with_something_behind_it_or_cut_short_is_refused_with_the_reason()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");

        (await user.Post(Upload, Raw([.. SamplePictures.Png, .. "<?php evil"u8], "image/png"))).ShouldFail(415);
        var problem = (await user.Post(Upload, Raw(SamplePictures.Png[..^20], "image/png"))).ShouldFail(415);

        Assert.NotEmpty((string)problem["detail"]!);
    }

    [Theory]
    [MemberData(nameof(PictureBodies.Ways), MemberType = typeof(PictureBodies))]
    public async Task Upload_of_more_than_5_mib_is_a_413(string way)
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
    public async Task Json_body_without_a_picture_is_a_400(string body, string field)
    {
        await using var app = await TestApp.StartAsync();

        (await (await app.RegisterAsync("shikai")).Post(Upload, body)).ShouldFail(400, field);
    }

    [Theory]
    [InlineData("multipart/form-data", "x", "body")]
    [InlineData(Multipart, "--b\r\n" + Disposition + "name=\"username\"\r\n\r\nshikai\r\n--b--\r\n", "profilePic")]
    [InlineData(Multipart, "--b\r\n" + Disposition + "name=\"f\"; filename=\"a.png\"\r\n\r\nxx", "body")]
    public async Task Broken_multipart_body_is_a_400(string type, string body, string field)
    {
        await using var app = await TestApp.StartAsync();

        (await (await app.RegisterAsync("shikai")).Post(Upload, Raw(Encoding.UTF8.GetBytes(body), type))).ShouldFail(400, field);
    }

    [Fact]
    public async Task Picture_of_another_user_cannot_be_changed()
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
    public async Task If_match_is_honoured()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        var etag = (await user.Get("/api/users/shikai")).ETag!;

        (await user.Post(Upload, Body("raw", SamplePictures.Png), ("If-Match", "\"other\""))).ShouldFail(412);
        (await user.Post(Upload, Body("raw", SamplePictures.Png), ("If-Match", etag))).ShouldBe(200);
    }

    [Fact]
    public async Task Blob_storage_out_of_reach_is_a_503_and_the_picture_before_stays()
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
    public async Task Orphan_of_a_crash_is_cleaned_up_and_the_picture_in_use_is_not()
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
    public async Task Deleted_account_leaves_no_picture()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);

        var credentials = new { username = "shikai", password = TestApp.Password };
        var deleted = (await user.Delete("/api/users/delete", credentials)).ShouldBe(200);

        Assert.Equal(1, (int)deleted["removed"]!["pictures"]!);
        Assert.Equal(0, await app.CountBlobsAsync());
        (await app.Anonymous.Get(Image)).ShouldFail(404);
    }
}
