using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using LeRun.LocalHost.Blobs;

namespace LeRun.Tests.LocalHost.Blobs;

/// <summary>The protocol as the SDK shows it: the embedded Blob storage must not differ from Azurite.</summary>
public abstract class BlobProtocolTests
{
    [SkippableFact]
    public async Task Containers_that_exist_are_a_conflict_and_missing_ones_are_not_found()
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
        var first = (await blob.UploadAsync(Data("1"), If(new() { IfNoneMatch = ETag.All }))).Value;

        Assert.Equal(
            (409, "BlobAlreadyExists"),
            await ErrorAsync(() => blob.UploadAsync(Data("2"), If(new() { IfNoneMatch = ETag.All }))));
        var second = (await blob.UploadAsync(Data("2"), If(new() { IfMatch = first.ETag }))).Value;
        Assert.NotEqual(first.ETag, second.ETag);
        Assert.Equal(
            (412, "ConditionNotMet"), await ErrorAsync(() => blob.UploadAsync(Data("3"), If(new() { IfMatch = first.ETag }))));
        Assert.Equal(
            (412, "ConditionNotMet"), await ErrorAsync(() => blob.DeleteAsync(conditions: new() { IfMatch = first.ETag })));
        Assert.Equal("2", (await blob.DownloadContentAsync()).Value.Content.ToString());
        Assert.Equal("folder/a b+c%2F한", Assert.Single(await NamesAsync(driver)));

        await blob.DeleteAsync(conditions: new() { IfMatch = second.ETag });
        Assert.Equal((404, "BlobNotFound"), await ErrorAsync(() => blob.DeleteAsync()));
        Assert.False(await blob.ExistsAsync());

        static BlobUploadOptions If(BlobRequestConditions conditions) => new() { Conditions = conditions };
    }

    [SkippableFact]
    public async Task Reads_honour_their_condition()
    {
        await using var driver = await StartAsync();
        var blob = driver.Container.GetBlobClient("a");
        var written = (await blob.UploadAsync(Data("12345"))).Value;

        Assert.Equal((412, "ConditionNotMet"), await ErrorAsync(() => blob.DownloadContentAsync(IfMatch(new ETag("\"0x0\"")))));
        var matched = (await blob.DownloadContentAsync(IfMatch(written.ETag))).Value;
        Assert.Equal((written.ETag, written.LastModified), (matched.Details.ETag, matched.Details.LastModified));

        static BlobDownloadOptions IfMatch(ETag version) => new() { Conditions = new() { IfMatch = version } };
    }

    [SkippableFact]
    public async Task Properties_are_what_was_uploaded()
    {
        await using var driver = await StartAsync();
        var blob = driver.Container.GetBlobClient("a");
        var headers = new BlobHttpHeaders { ContentType = "image/png" };
        var written = (await blob.UploadAsync(Data("12345"), new BlobUploadOptions { HttpHeaders = headers })).Value;

        var properties = (await blob.GetPropertiesAsync()).Value;

        Assert.Equal(
            ("image/png", 5L, written.ETag, BlobType.Block),
            (properties.ContentType, properties.ContentLength, properties.ETag, properties.BlobType));
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

    /// <summary>Connects the product's clients to the storage under test, with a new container.</summary>
    private protected abstract Task<BlobDriver> StartAsync();

    private static BinaryData Data(string text) => BinaryData.FromString(text);

    private static async Task<(int Status, string? Code)> ErrorAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RequestFailedException>(call);
        return (error.Status, error.ErrorCode);
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
