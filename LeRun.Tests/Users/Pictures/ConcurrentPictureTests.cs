using LeRun.LocalHost.Cosmos;
using LeRun.Storage;
using LeRun.Tests.LocalHost.Blobs;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Users.Pictures;

/// <summary>Concurrent changes leave an account one picture and no orphan, on the embedded Blob storage and on Azurite.</summary>
public class ConcurrentPictureTests
{
    [Fact]
    public Task Twenty_changes_from_four_connections_leave_one_blob() => ChangeTwentyTimesAsync(new TestClock(), _ => { });

    /// <param name="clock">Starts at the time of the Blob storage's own clock, which the cleanup compares it with.</param>
    internal static async Task ChangeTwentyTimesAsync(TestClock clock, Action<IServiceCollection> blobs)
    {
        await using var app = await TestApp.StartAsync(clock: clock, configure: blobs);
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

        // Of equal pictures uploaded at once, one may survive its deletion: the cleanup deletes it.
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.FireAsync("SweepPictures");
        Assert.Equal(1, await app.CountPicturesAsync());
        (await app.Anonymous.Get("/api/users/profilepic/shikai/image")).ShouldHave(200);
    }

    [Fact]
    public async Task Two_uploads_at_once_leave_one_blob_without_a_cleanup()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writes = 0;
        // The first write waits for the second, so that both have read the account before either changes it.
        app.Cosmos.Inject = request =>
        {
            if (request.Operation != CosmosOperation.Replace || Interlocked.Increment(ref writes) is var number && number > 2)
                return null;
            if (number == 2)
                both.SetResult();
            return CosmosFault.Delay(() => both.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        };

        await Task.WhenAll(new[] { SamplePictures.Png, SamplePictures.Gif }.Select(async picture =>
        {
            using var content = new ByteArrayContent(picture);
            content.Headers.TryAddWithoutValidation("Content-Type", "image/*");
            (await user.Post("/api/users/update/profilepic", content)).ShouldBe(200);
        }));

        Assert.Equal(1, await app.CountPicturesAsync());
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
        var clock = new TestClock { Now = DateTimeOffset.UtcNow };
        return ConcurrentPictureTests.ChangeTwentyTimesAsync(clock, services => services.Configure<BlobSettings>(blobs =>
        {
            blobs.ConnectionString = connection;
            blobs.HttpHandler = null;
            blobs.Container = $"test-{Guid.NewGuid():N}";
        }));
    }
}
