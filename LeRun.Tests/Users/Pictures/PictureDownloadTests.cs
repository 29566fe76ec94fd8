using LeRun.Tests.Support;
using static LeRun.Tests.Users.Pictures.PictureBodies;

namespace LeRun.Tests.Users.Pictures;

/// <summary>Reading the profile picture itself.</summary>
public class PictureDownloadTests : ApiTests
{
    private const string Upload = "/api/users/update/profilepic";
    private const string Image = "/api/users/profilepic/shikai/image";

    [Fact]
    public async Task Versioned_url_is_kept_for_ever_by_its_reader_for_days_by_shared_caches_and_the_plain_one_revalidated()
    {
        var user = await App.RegisterAsync("shikai");
        var changed = (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);
        var first = new Uri((string)changed["profilePic"]!).PathAndQuery;

        var versioned = (await Anonymous.Get(first)).ShouldHave(200);
        var plain = (await Anonymous.Get(Image)).ShouldHave(200);
        (await user.Post(Upload, Body("raw", SamplePictures.Gif))).ShouldBe(200);
        var outdated = (await Anonymous.Get(first)).ShouldHave(200);

        Assert.Equal("public, max-age=31536000, s-maxage=259200, immutable", versioned.Headers["Cache-Control"]);
        Assert.Equal("public, no-cache", plain.Headers["Cache-Control"]);
        Assert.Equal("public, no-cache", outdated.Headers["Cache-Control"]);
        Assert.Equal("nosniff", versioned.Headers["X-Content-Type-Options"]);
        Assert.Equal("inline", versioned.Headers["Content-Disposition"]);
        Assert.Equal("cross-origin", versioned.Headers["Cross-Origin-Resource-Policy"]);
        Assert.Equal("default-src 'none'; sandbox", versioned.Headers["Content-Security-Policy"]);
    }

    [Fact]
    public async Task Conditional_get_is_a_304_without_a_request_to_blob_storage()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);
        var etag = (await Anonymous.Get(Image)).ETag!;
        var asked = 0;
        App.Blobs.Served += _ => Interlocked.Increment(ref asked);

        var seen = await Anonymous.Get(Image, ("If-None-Match", etag));

        Assert.Equal(304, seen.Status);
        Assert.Empty(seen.Bytes);
        Assert.Equal(etag, seen.ETag);
        Assert.Equal(0, asked);
    }

    [Theory]
    [InlineData("bytes=0-9", 0, 10)]
    [InlineData("bytes=10-", 10, null)]
    [InlineData("bytes=-10", -10, null)]
    [InlineData("bytes=5-999999999", 5, null)]
    public async Task Range_request_returns_only_the_range(string range, int from, int? length)
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);
        var whole = (await Anonymous.Get(Image)).ShouldHave(200).Bytes;
        var start = from < 0 ? whole.Length + from : from;
        var expected = whole[start..(length is { } count ? start + count : whole.Length)];

        var part = (await Anonymous.Get(Image, ("Range", range))).ShouldHave(206);

        Assert.Equal(expected, part.Bytes);
        Assert.Equal($"bytes {start}-{start + expected.Length - 1}/{whole.Length}", part.Headers["Content-Range"]);
    }

    [Fact]
    public async Task Range_after_the_end_is_a_416_and_of_another_version_the_whole_picture()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);
        var whole = (await Anonymous.Get(Image)).ShouldHave(200);

        var behind = (await Anonymous.Get(Image, ("Range", "bytes=99999999-"))).ShouldHave(416);
        Assert.Equal($"bytes */{whole.Bytes.Length}", behind.Headers["Content-Range"]);
        Assert.Empty(behind.Bytes);
        var ofOther = (await Anonymous.Get(Image, ("Range", "bytes=0-9"), ("If-Range", "\"other\""))).ShouldHave(200);
        Assert.Equal(whole.Bytes, ofOther.Bytes);
        (await Anonymous.Get(Image, ("Range", "bytes=0-9"), ("If-Range", whole.ETag!))).ShouldHave(206);
        Assert.Equal(whole.Bytes, (await Anonymous.Get(Image, ("Range", "bytes=0-1,4-5"))).ShouldHave(200).Bytes);
    }

    [Fact]
    public async Task Head_returns_only_the_headers()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post(Upload, Body("raw", SamplePictures.Png))).ShouldBe(200);
        var get = (await Anonymous.Get(Image)).ShouldHave(200);

        var head = (await Anonymous.Send(HttpMethod.Head, Image)).ShouldHave(200);

        Assert.Empty(head.Bytes);
        Assert.Equal(get.Headers["Content-Length"], head.Headers["Content-Length"]);
        Assert.Equal(get.ETag, head.ETag);
        Assert.Equal(get.ContentType, head.ContentType);
        (await Anonymous.Send(HttpMethod.Head, "/api/users/profilepic/nobody/image")).ShouldHave(404);
    }
}
