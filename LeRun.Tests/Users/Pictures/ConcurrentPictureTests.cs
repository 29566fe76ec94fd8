using LeRun.LocalHost.Cosmos;
using LeRun.Storage;
using LeRun.Tests.LocalHost.Blobs;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Users.Pictures;

/// <summary>Whatever happens at once, an account has one picture and no orphan: over the embedded far end and over Azurite.</summary>
public class ConcurrentPictureTests
{
    [Fact]
    public Task Twenty_changes_from_four_connections_leave_one_blob() => ChangeTwentyTimesAsync(_ => { });

    internal static async Task ChangeTwentyTimesAsync(Action<IServiceCollection> blobs)
    {
        await using var app = await TestApp.StartAsync(configure: blobs);
        var user = await app.RegisterAsync("shikai");
        var pictures = SamplePictures.All.Values.ToArray();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async connection =>
        {
            for (var i = 0; i < 5; i++)
            {
                using var content = new ByteArrayContent(pictures[(connection + i) % pictures.Length]);
                content.Headers.TryAddWithoutValidation("Content-Type", "image/*");
                (await user.Post("/api/users/update/profilepic", content)).ShouldBe(200);
            }
        }));

        // Of equal pictures uploaded at once, one may outlive its delete: that is what the sweep is for.
        app.Clock.Now = DateTimeOffset.UtcNow + TimeSpan.FromHours(1);
        await app.FireAsync("SweepPictures");
        Assert.Equal(1, await app.CountBlobsAsync());
        (await app.Anonymous.Get("/api/users/profilepic/shikai/image")).ShouldHave(200);
    }

    [Fact]
    public async Task Two_different_pictures_at_once_leave_one_blob_without_a_sweep()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        using var both = new Barrier(2);
        var reads = 0;
        // Both have read the account before either changes it.
        app.Cosmos.Inject = request => request.Operation == CosmosOperation.Replace && Interlocked.Increment(ref reads) <= 2
            ? CosmosFault.Delay(() => Task.Run(() => both.SignalAndWait()))
            : null;

        await Task.WhenAll(new[] { SamplePictures.Png, SamplePictures.Gif }.Select(async picture =>
        {
            using var content = new ByteArrayContent(picture);
            content.Headers.TryAddWithoutValidation("Content-Type", "image/*");
            (await user.Post("/api/users/update/profilepic", content)).ShouldBe(200);
        }));

        Assert.Equal(1, await app.CountBlobsAsync());
        (await app.Anonymous.Get("/api/users/profilepic/shikai/image")).ShouldHave(200);
    }
}

[Collection(nameof(Azurite))]
public class ConcurrentPictureAzuriteTests(Azurite azurite)
{
    [SkippableFact]
    public Task Twenty_changes_from_four_connections_leave_one_blob()
    {
        var connection = azurite.ConnectionString;
        return ConcurrentPictureTests.ChangeTwentyTimesAsync(services => services.Configure<BlobSettings>(blobs =>
        {
            blobs.ConnectionString = connection;
            blobs.HttpHandler = null;
            blobs.Container = $"test-{Guid.NewGuid():N}";
        }));
    }
}
