using LeRun.LocalHost.Blobs;
using LeRun.Tests.Support;
using static LeRun.Tests.Users.Pictures.PictureBodies;

namespace LeRun.Tests.Users.Pictures;

/// <summary>Reading the picture in other sizes and as JPEG.</summary>
public class PictureSizeTests : ApiTests
{
    private const string Upload = "/api/users/update/profilepic";
    private const string Image = "/api/users/profilepic/shikai/image";

    private static readonly (string, string) JpegOnly = ("Accept", "image/jpeg");
    private static readonly byte[] Photo = Pixels.Quarters(1600, 1200, SkiaSharp.SKEncodedImageFormat.Jpeg);

    [Theory]
    [InlineData(128)]
    [InlineData(512)]
    public async Task Square_is_made_at_upload_and_read_with_one_request(int side)
    {
        var user = await App.RegisterAsync("shikai");
        var url = new Uri((string)(await user.Post(Upload, Raw(Photo, "image/jpeg"))).ShouldBe(200)["profilePic"]!).PathAndQuery;
        var requests = App.BlobRequestsSeen();

        var square = (await Anonymous.Get($"{url}&size={side}")).ShouldHave(200);

        Assert.Equal([BlobOperation.Get], requests);
        Assert.Equal("image/webp", square.ContentType);
        Assert.Equal((side, side), Pixels.SizeOf(square.Bytes));
        Assert.Equal(Pixels.QuartersUpright, Pixels.QuartersOf(square.Bytes));
        Assert.Equal("public, max-age=31536000, s-maxage=259200, immutable", square.Headers["Cache-Control"]);
        Assert.Equal("Accept", square.Headers["Vary"]);
        Assert.Equal(304, (await Anonymous.Get($"{url}&size={side}", ("If-None-Match", square.ETag!))).Status);
    }

    [Theory]
    [InlineData("64")]
    [InlineData("0128")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("128.0")]
    public async Task Other_size_is_a_400(string size)
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post(Upload, Raw(Photo, "image/jpeg"))).ShouldBe(200);

        (await Anonymous.Get($"{Image}?size={size}")).ShouldFail(400, "size");
    }

    [Theory]
    [InlineData(null, "image/webp")]
    [InlineData("*/*", "image/webp")]
    [InlineData("image/*", "image/webp")]
    [InlineData("image/webp,image/png;q=0.9,*/*;q=0.5", "image/webp")]
    [InlineData("image/jpeg;q=0.5, image/webp", "image/webp")]
    [InlineData("nonsense", "image/webp")]
    [InlineData("image/jpeg", "image/jpeg")]
    [InlineData("image/png", "image/jpeg")]
    [InlineData("image/webp;q=0, */*", "image/jpeg")]
    [InlineData("image/webp;q=0.2, image/jpeg", "image/jpeg")]
    [InlineData("image/webp;q=0, image/*;q=0.8", "image/jpeg")]
    public async Task Client_that_does_not_accept_webp_gets_jpeg(string? accept, string expected)
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post(Upload, Raw(Photo, "image/jpeg"))).ShouldBe(200);
        (string, string)[] headers = accept is null ? [] : [("Accept", accept)];

        foreach (var (query, size) in new[] { ("", (1024, 768)), ("?size=128", (128, 128)) })
        {
            var picture = (await Anonymous.Get(Image + query, headers)).ShouldHave(200);

            Assert.Equal(expected, picture.ContentType);
            Assert.Equal(size, Pixels.SizeOf(picture.Bytes));
            Assert.Equal("Accept", picture.Headers["Vary"]);
            Assert.Empty(Metadata.In(picture.Bytes));
        }
    }

    [Fact]
    public async Task Each_size_and_type_has_a_tag_of_its_own_and_ranges()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post(Upload, Raw(Photo, "image/jpeg"))).ShouldBe(200);
        var tags = new HashSet<string>();
        foreach (var query in new[] { "", "?size=128", "?size=512" })
        {
            foreach (var accept in new[] { JpegOnly, ("Accept", "image/webp") })
            {
                var whole = (await Anonymous.Get(Image + query, accept)).ShouldHave(200);
                Assert.True(tags.Add(whole.ETag!));
                var part = (await Anonymous.Get(Image + query, accept, ("Range", "bytes=2-5"))).ShouldHave(206);
                Assert.Equal(whole.Bytes[2..6], part.Bytes);
                var head = (await Anonymous.Send(HttpMethod.Head, Image + query, null, accept)).ShouldHave(200);
                Assert.Equal(whole.Headers["Content-Length"], head.Headers["Content-Length"]);
            }
        }
    }

    [Fact]
    public async Task Size_of_a_picture_that_is_replaced_while_it_is_made_is_not_left_behind()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post(Upload, Raw(Photo, "image/jpeg"))).ShouldBe(200);
        var replaced = false;
        // The new picture comes in between the reading of the old one and the storing of its size.
        App.Blobs.Inject = request => request.Operation == BlobOperation.Put && !Interlocked.Exchange(ref replaced, true)
            ? BlobFault.Delay(async () => (await user.Post(Upload, Raw(SamplePictures.Png, "image/png"))).ShouldBe(200))
            : null;

        (await Anonymous.Get(Image + "?size=128", JpegOnly)).ShouldFail(404);

        App.Blobs.Inject = null;
        Assert.True(replaced);
        Assert.Equal(1, await App.CountPicturesAsync());
    }

    [Fact]
    public async Task Account_deletion_removes_all_sizes()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post(Upload, Raw(Photo, "image/jpeg"))).ShouldBe(200);
        foreach (var query in new[] { "", "?size=128", "?size=512" })
            (await Anonymous.Get(Image + query, JpegOnly)).ShouldHave(200);

        var credentials = new { username = "shikai", password = TestApp.Password };
        var deleted = (await user.Delete("/api/users/delete", credentials)).ShouldBe(200);

        Assert.Equal(1, (int)deleted["removed"]!["pictures"]!);
        Assert.Equal(0, await App.CountPicturesAsync());
        (await Anonymous.Get(Image + "?size=128")).ShouldFail(404);
    }

    [Fact]
    public async Task Cleanup_removes_sizes_that_a_crash_left_without_their_picture()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post(Upload, Raw(Photo, "image/jpeg"))).ShouldBe(200);
        // The next picture replaces it, but its sizes cannot be listed, and so not deleted: what a crash leaves as well.
        App.Blobs.Inject = request => request.Operation == BlobOperation.List ? BlobFault.ServiceUnavailable : null;
        (await user.Post(Upload, Raw(SamplePictures.Png, "image/png"))).ShouldFail(503);
        App.Blobs.Inject = null;
        await Assert.ThrowsAnyAsync<Exception>(App.CountPicturesAsync);

        App.Clock.Advance(TimeSpan.FromMinutes(16));
        await App.FireAsync("SweepPictures");

        Assert.Equal(1, await App.CountPicturesAsync());
        Assert.Equal((128, 128), Pixels.SizeOf((await Anonymous.Get(Image + "?size=128")).ShouldHave(200).Bytes));
    }

    [Fact]
    public async Task Cleanup_looks_at_no_account_whose_only_picture_is_settled()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post(Upload, Raw(Photo, "image/jpeg"))).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromDays(3));

        Assert.Empty(await App.CosmosRequestsAsync(() => App.FireAsync("SweepPictures")));
    }
}
