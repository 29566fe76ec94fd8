using System.Text;
using LeRun.LocalHost.Blobs;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;
using static LeRun.Tests.Users.Pictures.PictureBodies;

namespace LeRun.Tests.Users.Pictures;

/// <summary>Changing the profile picture.</summary>
public class PictureUploadTests : ApiTests
{
    private const string Upload = "/api/users/update/profilepic";
    private const string Image = "/api/users/profilepic/shikai/image";

    private const string Multipart = "multipart/form-data; boundary=b";
    private const string Disposition = "Content-Disposition: form-data; ";

    private static readonly byte[] Private =
        Splice.IntoJpeg(SamplePictures.Jpeg, Splice.JpegSegment(0xE1, Splice.Exif(orientation: 1)));

    [Theory]
    [MemberData(nameof(PictureBodies.Ways), MemberType = typeof(PictureBodies))]
    public async Task Upload_in_any_form_is_encoded_anew_without_metadata(string way)
    {
        var user = await App.RegisterAsync("shikai");
        App.Clock.Advance(TimeSpan.FromMinutes(1));

        var changed = (await user.Post(Upload, Body(way, Private, "SHIKAI"))).ShouldBe(200);

        var url = new Uri((string)changed["profilePic"]!);
        var served = (await Anonymous.Get(url.PathAndQuery)).ShouldHave(200);
        Assert.Equal("image/webp", served.ContentType);
        Assert.Equal(Making.Make(SamplePictures.Jpeg), served.Bytes);
        Assert.Empty(Metadata.In(served.Bytes));
        Assert.Equal(1, (int)changed["__v"]!);
        Assert.Equal("2024-11-22T14:52:31.000Z", (string?)changed["updatedAt"]);
        foreach (var path in new[] { "/api/users/profilepic/shikai", "/api/users/shikai" })
            Assert.Equal((string?)changed["profilePic"], (string?)(await user.Get(path)).ShouldBe(200)["profilePic"]);
    }

    [Theory]
    [InlineData("image/jpeg")]
    [InlineData("image/svg+xml")]
    [InlineData("image/*")]
    public async Task Type_comes_from_the_content_alone(string claimed)
    {
        var user = await App.RegisterAsync("shikai");

        foreach (var picture in SamplePictures.All.Values)
        {
            (await user.Post(Upload, Raw(picture, claimed))).ShouldBe(200);
            Assert.Equal(Making.Make(picture), (await Anonymous.Get(Image)).ShouldHave(200).Bytes);
        }
    }

    [Theory]
    [InlineData("en", "settings of an iPhone")]
    [InlineData("zh-CN", "兼容性最佳")]
    public async Task Heic_picture_is_named_with_what_to_do_in_the_callers_language(string language, string expected)
    {
        var user = await App.RegisterAsync("shikai");
        byte[] heic = [0, 0, 0, 0x18, .. "ftypheic"u8, .. new byte[40]];

        var problem = (await user.Post(Upload, Raw(heic, "image/heic"), ("Accept-Language", language))).ShouldFail(415);

        Assert.Equal("pictureIsHeic", (string?)problem["code"]);
        Assert.Contains(expected, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_has_a_code_for_each_reason()
    {
        var user = await App.RegisterAsync("shikai");
        foreach (var (upload, code) in new[]
        {
            (Encoding.UTF8.GetBytes("<svg/>"), "pictureFormatUnknown"),
            (SamplePictures.Png[..^60], "pictureBroken"),
            (Splice.PngFile(8001, 5000, 8, 0, 0, []), "pictureTooLarge"),
            (Splice.PngFile(8000, 5000, 16, 6, 1, []), "pictureTooComplex"),
        })
        {
            var problem = (await user.Post(Upload, Raw(upload, "image/png"), ("Accept-Language", "zh-CN"))).ShouldFail(415);

            Assert.Equal(code, (string?)problem["code"]);
            Assert.DoesNotMatch("[a-z]{6,}", (string)problem["detail"]!);
        }
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
        var user = await App.RegisterAsync("shikai");

        (await user.Post(Upload, Raw(Encoding.UTF8.GetBytes(content), type))).ShouldFail(415);

        Assert.Null((string?)(await user.Get("/api/users/shikai")).ShouldBe(200)["profilePic"]);
        (await Anonymous.Get(Image)).ShouldFail(404);
    }

    [Theory]
    [MemberData(nameof(PictureBodies.Ways), MemberType = typeof(PictureBodies))]
    public async Task Upload_over_5_mib_is_a_413(string way)
    {
        var user = await App.RegisterAsync("shikai");

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
        (await (await App.RegisterAsync("shikai")).Post(Upload, body)).ShouldFail(400, field);
    }

    [Theory]
    [InlineData("multipart/form-data", "x", "body")]
    [InlineData(Multipart, "--b\r\n" + Disposition + "name=\"username\"\r\n\r\nshikai\r\n--b--\r\n", "profilePic")]
    [InlineData(Multipart, "--b\r\n" + Disposition + "name=\"f\"; filename=\"a.png\"\r\n\r\nxx", "body")]
    public async Task Broken_multipart_body_is_a_400(string type, string body, string field)
    {
        (await (await App.RegisterAsync("shikai")).Post(Upload, Raw(Encoding.UTF8.GetBytes(body), type))).ShouldFail(400, field);
    }

    [Fact]
    public async Task Upload_changes_only_the_callers_picture()
    {
        var user = await App.RegisterAsync("shikai");
        await App.RegisterAsync("liyang");

        (await user.Post(Upload, Body("multipart", SamplePictures.Png, "liyang"))).ShouldFail(403);
        (await user.Post(Upload, Body("base64", SamplePictures.Png, "liyang"))).ShouldFail(403);
        (await Anonymous.Post(Upload, Body("raw", SamplePictures.Png))).ShouldFail(401);
        (await Anonymous.Get("/api/users/profilepic/liyang/image")).ShouldFail(404);
    }

    [Fact]
    public async Task If_match_is_honoured()
    {
        var user = await App.RegisterAsync("shikai");
        var etag = (await user.Get("/api/users/shikai")).ETag!;

        (await user.Post(Upload, Body("raw", SamplePictures.Png), ("If-Match", "\"other\""))).ShouldFail(412);
        (await user.Post(Upload, Body("raw", SamplePictures.Png), ("If-Match", etag))).ShouldBe(200);
    }

    [Fact]
    public async Task Blob_storage_out_of_reach_is_a_503_and_the_previous_picture_stays()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);
        var before = (await Anonymous.Get(Image)).ShouldHave(200).Bytes;
        App.Blobs.Inject = _ => BlobFault.ServiceUnavailable;

        Assert.True((await user.Post(Upload, Body("raw", SamplePictures.Gif))).Headers.ContainsKey("Retry-After"));
        (await user.Post(Upload, Body("raw", SamplePictures.Gif))).ShouldFail(503);
        (await Anonymous.Get(Image)).ShouldFail(503);
        Assert.Equal("failed", (string?)(await Anonymous.Get("/api/health")).ShouldBe(503)["checks"]!["blobs"]);

        App.Blobs.Inject = null;
        Assert.Equal(before, (await Anonymous.Get(Image)).ShouldHave(200).Bytes);
    }

    [Fact]
    public async Task Cleanup_deletes_orphans_of_a_crash_and_keeps_pictures_in_use()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);
        // The blob of the second is stored, and then the process dies before the account points at it.
        App.Cosmos.Inject = _ => CosmosFault.Unreachable;
        (await user.Post(Upload, Body("raw", SamplePictures.Gif))).ShouldFail(503);
        App.Cosmos.Inject = null;
        Assert.Equal(2, await App.CountPicturesAsync());

        await App.FireAsync("SweepPictures");
        Assert.Equal(2, await App.CountPicturesAsync());
        App.Clock.Advance(TimeSpan.FromMinutes(16));
        await App.FireAsync("SweepPictures");

        Assert.Equal(1, await App.CountPicturesAsync());
        (await Anonymous.Get(Image)).ShouldHave(200);
    }

    [Fact]
    public async Task Account_deletion_deletes_the_picture()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);

        var credentials = new { username = "shikai", password = TestApp.Password };
        var deleted = (await user.Delete("/api/users/delete", credentials)).ShouldBe(200);

        Assert.Equal(1, (int)deleted["removed"]!["pictures"]!);
        Assert.Equal(0, await App.CountPicturesAsync());
        (await Anonymous.Get(Image)).ShouldFail(404);
    }
}
