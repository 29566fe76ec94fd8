using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using LeRun.LocalHost.Blobs;
using LeRun.Tests.Support;
using LeRun.Users;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Users.Pictures;

/// <summary>Pictures that were stored before there were sizes.</summary>
public class OlderPictureTests : ApiTests
{
    private const string Image = "/api/users/profilepic/shikai/image";

    private static readonly byte[] Photo = Pixels.Quarters(1600, 1200, SkiaSharp.SKEncodedImageFormat.Jpeg);

    [Fact]
    public async Task Picture_of_an_older_release_is_served_as_it_is_and_gets_its_sizes_once()
    {
        await StoreOlderPictureAsync("shikai", Photo, "image/jpeg");
        var requests = App.BlobRequestsSeen();

        var whole = (await Anonymous.Get(Image)).ShouldHave(200);
        Assert.Equal("image/jpeg", whole.ContentType);
        Assert.Equal(Photo, whole.Bytes);
        var asked = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Anonymous.Get(Image + "?size=128")));

        Assert.True(Making.TryMake(Photo, out var expected, out _, Making.Square));
        Assert.All(asked, reply => Assert.Equal(expected[0].Bytes, reply.ShouldHave(200).Bytes));
        Assert.Single(requests, BlobOperation.Put);
        requests.Clear();
        (await Anonymous.Get(Image + "?size=128")).ShouldHave(200);
        Assert.Equal([BlobOperation.Get], requests);
    }

    [Fact]
    public async Task Picture_of_an_older_release_that_no_size_can_be_made_of_is_served_as_it_is()
    {
        // Of 48 megapixels: more than is taken now.
        var large = Splice.PngFile(8000, 6000, 8, 0, 0, []);
        await StoreOlderPictureAsync("shikai", large, "image/png");

        var square = (await Anonymous.Get(Image + "?size=128")).ShouldHave(200);

        Assert.Equal("image/png", square.ContentType);
        Assert.Equal(large, square.Bytes);
    }

    // As releases stored pictures before there were sizes: the upload itself, under its hash.
    private async Task StoreOlderPictureAsync(string username, byte[] picture, string type)
    {
        var user = await App.RegisterAsync(username);
        var owner = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(user.Id));
        var hash = Convert.ToHexStringLower(SHA256.HashData(picture));
        var blob = App.Services.GetRequiredService<BlobContainerClient>().GetBlobClient($"{owner}/{hash}");
        var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = type } };
        var stored = await blob.UploadAsync(BinaryData.FromBytes(picture), options);
        var users = App.Services.GetRequiredService<UserStore>();
        var account = await users.FindByAccountIdAsync(user.Id, CancellationToken.None);
        Assert.NotNull(await users.TryChangePictureAsync(
            account!, new PictureVersion(hash, stored.Value.ETag.ToString("H")), CancellationToken.None));
    }
}
