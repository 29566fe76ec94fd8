using Azure;
using Azure.Storage.Blobs.Models;
using LeRun.LocalHost.Blobs;
using LeRun.Storage;
using LeRun.Tests.Support;
using LeRun.Tests.Users.Pictures;

namespace LeRun.Tests.LocalHost.Blobs;

/// <summary>What only the embedded Blob storage has: a folder, faults, and an event for each request.</summary>
public sealed class EmbeddedBlobsTests : IDisposable
{
    private const string Owner = "alice", Container = "profile-pictures";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Completed_writes_survive_a_restart_and_torn_ones_leave_nothing()
    {
        var picture = PictureStoreTests.Pictures(1)[0];
        LeRun.Users.PictureVersion version;
        using (var blobs = Open())
        {
            await using var driver = await StartAsync(blobs);
            version = await driver.Store.UploadAsync(Owner, picture, None);
            var gone = await driver.Store.UploadAsync("bob", picture, None);
            await driver.Store.DeleteAsync("bob", gone, None);
        }

        var torn = Path.Combine(_folder.Path, Container, "torn.blob.tmp");
        await File.WriteAllTextAsync(torn, "half");

        using var reopened = Open();
        await using var again = await StartAsync(reopened);
        await using var read = await again.Store.ReadAsync(Owner, version.Hash, None);
        Assert.Equal(picture[0].Bytes, await PictureStoreTests.BytesOf(read!));
        Assert.Equal("image/webp", read!.ContentType);
        Assert.Equal(version, Assert.Single(await PictureStoreTests.ListAsync(again)).Version);
        Assert.False(File.Exists(torn));
    }

    [Fact]
    public async Task Full_disk_is_a_503_and_changes_nothing()
    {
        var full = false;
        using var blobs = new EmbeddedBlobs(
            new() { Folder = _folder.Path, CreateFile = path => full ? new FullDisk(path) : File.Create(path) },
            TimeProvider.System);
        await using var driver = await StartAsync(blobs);
        var blob = driver.Container.GetBlobClient("a");
        await blob.UploadAsync(BinaryData.FromString("old"));

        full = true;
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(
            () => blob.UploadAsync(BinaryData.FromString("new"), overwrite: true));

        Assert.Equal((503, "ServerBusy"), (refusal.Status, refusal.ErrorCode));
        Assert.Equal("old", (await blob.DownloadContentAsync()).Value.Content.ToString());
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, Container)));
    }

    [Fact]
    public async Task Names_cannot_leave_the_folder()
    {
        using var blobs = Open();
        await using var driver = await StartAsync(blobs);
        var name = new string('x', 900) + "/..%2F..\\..\0/:*?";
        await driver.Container.GetBlobClient(name).UploadAsync(BinaryData.FromString("1"));

        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, Container)));
        Assert.Matches("^[0-9a-f]{64}[.]blob$", Path.GetFileName(file));
        using var client = new HttpClient(blobs, disposeHandler: false);
        using var escape = await client.PutAsync(new Uri("http://local/account/%2E%2E%2Fout?restype=container"), content: null);
        Assert.Equal(400, (int)escape.StatusCode);
        Assert.Contains("<Code>InvalidResourceName</Code>", await escape.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_in_use_is_an_error()
    {
        using var blobs = Open();

        Assert.Contains(_folder.Path, Assert.Throws<InvalidOperationException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_methods_are_one_request_for_each_blob_and_one_for_a_listing()
    {
        using var blobs = new EmbeddedBlobs(new(), TimeProvider.System);
        await using var driver = await StartAsync(blobs);
        var requests = new List<(BlobOperation, int)>();
        blobs.Served += request => requests.Add((request.Operation, request.Status));

        var largest = PictureStoreTests.Pictures(1)[0];
        largest[0] = largest[0] with { Bytes = new byte[5 << 20] };
        var version = await driver.Store.UploadAsync(Owner, largest, None);
        await using (var read = await driver.Store.ReadAsync(Owner, version.Hash, None))
            Assert.Equal(5 << 20, (await PictureStoreTests.BytesOf(read!)).Length);
        await driver.Store.DeleteAsync(Owner, version, None);

        var (put, delete) = ((BlobOperation.Put, 201), (BlobOperation.Delete, 202));
        Assert.Equal(
            [put, put, put, (BlobOperation.Get, 200), delete, (BlobOperation.List, 200), delete, delete], requests);
    }

    [Theory]
    [InlineData(nameof(BlobFault.ServiceUnavailable), 503)]
    [InlineData(nameof(BlobFault.DropAfterCommit), 0)]
    [InlineData(nameof(BlobFault.Unreachable), 0)]
    public async Task Requests_that_fail_once_are_tried_again(string name, int status)
    {
        using var blobs = new EmbeddedBlobs(new(), TimeProvider.System);
        await using var driver = await StartAsync(blobs);
        var fault = name switch
        {
            nameof(BlobFault.ServiceUnavailable) => BlobFault.ServiceUnavailable,
            nameof(BlobFault.DropAfterCommit) => BlobFault.DropAfterCommit,
            _ => BlobFault.Unreachable,
        };
        var statuses = new List<int>();
        blobs.Served += request => statuses.Add(request.Status);
        blobs.Inject = _ => Interlocked.Exchange(ref fault, null);

        var version = await driver.Store.UploadAsync(Owner, PictureStoreTests.Pictures(1)[0], None);

        Assert.Equal([status, 201, 201, 201], statuses);
        Assert.Equal(version, Assert.Single(await PictureStoreTests.ListAsync(driver)).Version);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Storage_out_of_reach_is_told_from_storage_that_returns_an_error(bool responds)
    {
        using var blobs = new EmbeddedBlobs(new(), TimeProvider.System);
        await using var driver = await StartAsync(blobs);
        blobs.Inject = _ => responds ? BlobFault.ServiceUnavailable : BlobFault.Unreachable;
        var picture = PictureStoreTests.Pictures(1)[0];

        var away = await Record.ExceptionAsync(() => driver.Store.UploadAsync(Owner, picture, None));
        blobs.Inject = null;
        var no = await Record.ExceptionAsync(() => driver.Container.CreateAsync());

        Assert.True(BlobStorage.IsOutOfReach(away!), away!.ToString());
        Assert.False(BlobStorage.IsOutOfReach(no!));
    }

    [Fact]
    public async Task Delayed_requests_wait_for_the_test()
    {
        using var blobs = new EmbeddedBlobs(new(), TimeProvider.System);
        await using var driver = await StartAsync(blobs);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        blobs.Inject = request => request.Blob == "slow" ? BlobFault.Delay(() => gate.Task) : null;

        var slow = driver.Container.GetBlobClient("slow").UploadAsync(BinaryData.FromString("1"));
        await driver.Container.GetBlobClient("fast").UploadAsync(BinaryData.FromString("2"));
        Assert.False(await ListsAsync(driver, "slow"));
        gate.SetResult();
        await slow;
        Assert.True(await ListsAsync(driver, "slow"));
    }

    [Fact]
    public async Task Unsupported_requests_are_a_400()
    {
        using var blobs = new EmbeddedBlobs(new(), TimeProvider.System);
        await using var driver = await StartAsync(blobs);
        var blob = driver.Container.GetBlobClient("a");
        await blob.UploadAsync(BinaryData.FromString("1"));

        await AssertUnsupportedAsync("this operation", () => blob.SetMetadataAsync(new Dictionary<string, string>()));
        await AssertUnsupportedAsync("the header If-Modified-Since", () => blob.DownloadContentAsync(
            new BlobDownloadOptions { Conditions = new() { IfModifiedSince = DateTimeOffset.UnixEpoch } }));
        await AssertUnsupportedAsync("this use of If-None-Match", () => blob.DownloadContentAsync(
            new BlobDownloadOptions { Conditions = new() { IfNoneMatch = ETag.All } }));
        await AssertUnsupportedAsync("the header x-ms-blob-cache-control", () => blob.UploadAsync(
            BinaryData.FromString("1"), new BlobUploadOptions { HttpHeaders = new() { CacheControl = "private" } }));
    }

    private static async Task AssertUnsupportedAsync(string what, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(call);
        Assert.Equal(400, refusal.Status);
        Assert.Contains($"does not support {what}.", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<BlobDriver> StartAsync(EmbeddedBlobs blobs) =>
        BlobDriver.StartAsync(EmbeddedBlobs.ConnectionString, blobs, Container);

    private static async Task<bool> ListsAsync(BlobDriver driver, string name)
    {
        await foreach (var blob in driver.Container.GetBlobsAsync(new GetBlobsOptions()))
        {
            if (blob.Name == name)
                return true;
        }

        return false;
    }

    private EmbeddedBlobs Open() => new(new() { Folder = _folder.Path }, TimeProvider.System);

    private sealed class FullDisk(string path) : FileStream(path, FileMode.CreateNew)
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }
}
