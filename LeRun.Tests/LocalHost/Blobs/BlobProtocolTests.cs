using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using LeRun.LocalHost.Blobs;

namespace LeRun.Tests.LocalHost.Blobs;

/// <summary>The protocol as the SDK shows it: Azurite is the measure, the embedded far end must not differ.</summary>
public abstract class BlobProtocolTests
{
    [SkippableFact]
    public async Task Creating_a_container_again_is_a_conflict_and_one_that_is_missing_is_not_found()
    {
        await using var driver = await StartAsync();

        var again = await Assert.ThrowsAsync<RequestFailedException>(() => driver.Container.CreateAsync());
        var missing = driver.Container.GetParentBlobServiceClient().GetBlobContainerClient("missing");
        var notFound = await Assert.ThrowsAsync<RequestFailedException>(() => missing.GetBlobClient("a").UploadAsync(Data("1")));

        Assert.Equal((409, "ContainerAlreadyExists"), (again.Status, again.ErrorCode));
        Assert.Equal((404, "ContainerNotFound"), (notFound.Status, notFound.ErrorCode));
        Assert.Null(await driver.Container.CreateIfNotExistsAsync());
        Assert.True(await driver.Container.ExistsAsync());
        Assert.False(await missing.ExistsAsync());
    }

    [SkippableFact]
    public async Task Writes_honour_their_conditions()
    {
        await using var driver = await StartAsync();
        var blob = driver.Container.GetBlobClient("folder/a b+c%2F한");
        var first = (await blob.UploadAsync(Data("1"), new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } })).Value;

        Assert.Equal((409, "BlobAlreadyExists"), await Refused(() => blob.UploadAsync(Data("2"), new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } })));
        var second = (await blob.UploadAsync(Data("2"), new BlobUploadOptions { Conditions = new() { IfMatch = first.ETag } })).Value;
        Assert.NotEqual(first.ETag, second.ETag);
        Assert.Equal((412, "ConditionNotMet"), await Refused(() => blob.UploadAsync(Data("3"), new BlobUploadOptions { Conditions = new() { IfMatch = first.ETag } })));
        Assert.Equal((412, "ConditionNotMet"), await Refused(() => blob.DeleteAsync(conditions: new() { IfMatch = first.ETag })));
        Assert.Equal("2", (await blob.DownloadContentAsync()).Value.Content.ToString());
        Assert.Equal("folder/a b+c%2F한", Assert.Single(await NamesAsync(driver)));

        await blob.DeleteAsync(conditions: new() { IfMatch = second.ETag });
        Assert.Equal((404, "BlobNotFound"), await Refused(() => blob.DeleteAsync()));
        Assert.False(await blob.ExistsAsync());
    }

    [SkippableFact]
    public async Task Reads_honour_their_conditions()
    {
        await using var driver = await StartAsync();
        var blob = driver.Container.GetBlobClient("a");
        var written = (await blob.UploadAsync(Data("12345"))).Value;

        var unchanged = await blob.DownloadStreamingAsync(new BlobDownloadOptions { Conditions = new() { IfNoneMatch = written.ETag } });
        Assert.Equal(304, unchanged.GetRawResponse().Status);
        Assert.Equal((412, "ConditionNotMet"), await Refused(() => blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = new() { IfMatch = new ETag("\"0x0\"") } })));
        var matched = (await blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = new() { IfMatch = written.ETag } })).Value;
        Assert.Equal((written.ETag, written.LastModified), (matched.Details.ETag, matched.Details.LastModified));
    }

    [SkippableFact]
    public async Task Properties_are_what_was_uploaded()
    {
        await using var driver = await StartAsync();
        var blob = driver.Container.GetBlobClient("a");
        var headers = new BlobHttpHeaders { ContentType = "image/png", CacheControl = "private" };
        var written = (await blob.UploadAsync(Data("12345"), new BlobUploadOptions { HttpHeaders = headers })).Value;

        var properties = (await blob.GetPropertiesAsync()).Value;

        Assert.Equal(
            ("image/png", "private", 5L, written.ETag, BlobType.Block),
            (properties.ContentType, properties.CacheControl, properties.ContentLength, properties.ETag, properties.BlobType));
    }

    [SkippableFact]
    public async Task Listings_come_by_name_in_pages_and_by_prefix()
    {
        await using var driver = await StartAsync();
        foreach (var name in new[] { "b/1", "a/2", "a/1", "a/3", "c" })
            await driver.Container.GetBlobClient(name).UploadAsync(Data(name));

        var pages = new List<string>();
        await foreach (var page in driver.Container.GetBlobsAsync(new GetBlobsOptions()).AsPages(pageSizeHint: 2))
            pages.Add(string.Join(' ', page.Values.Select(b => b.Name)));

        Assert.Equal(["a/1 a/2", "a/3 b/1", "c"], pages);
        Assert.Equal(["a/1", "a/2", "a/3"], await NamesAsync(driver, "a/"));
    }

    /// <summary>The product's wiring over this far end, in a fresh container.</summary>
    private protected abstract Task<BlobDriver> StartAsync();

    private static BinaryData Data(string text) => BinaryData.FromString(text);

    private static async Task<(int Status, string? Code)> Refused(Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(call);
        return (refusal.Status, refusal.ErrorCode);
    }

    private static async Task<List<string>> NamesAsync(BlobDriver driver, string? prefix = null)
    {
        var names = new List<string>();
        await foreach (var blob in driver.Container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }))
            names.Add(blob.Name);
        return names;
    }
}

public sealed class EmbeddedBlobProtocolTests : BlobProtocolTests
{
    private protected override Task<BlobDriver> StartAsync() =>
        BlobDriver.StartAsync(EmbeddedBlobs.ConnectionString, new EmbeddedBlobs(new(), TimeProvider.System));
}

[Collection(nameof(Azurite))]
public sealed class AzuriteBlobProtocolTests(Azurite azurite) : BlobProtocolTests
{
    private protected override Task<BlobDriver> StartAsync() => BlobDriver.StartAsync(azurite.ConnectionString);
}
