using Azure;
using Azure.Storage.Blobs.Models;
using LeRun.LocalHost.Blobs;
using LeRun.Storage;
using LeRun.Tests.Users.Pictures;

namespace LeRun.Tests.LocalHost.Blobs;

/// <summary>What only the embedded far end has: a folder that outlives it, faults, and a view of the requests.</summary>
public sealed class EmbeddedBlobsTests : IDisposable
{
    private const string Owner = "alice", Container = "profile-pictures";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _folder = Directory.CreateTempSubdirectory("lerun-blobs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Answered_writes_outlive_a_death_and_torn_ones_leave_nothing()
    {
        var picture = PictureStoreTests.Pictures(1)[0];
        LeRun.Users.Pictures.PictureVersion version;
        using (var blobs = Open())
        {
            await using var driver = await StartAsync(blobs);
            version = await driver.Store.UploadAsync(Owner, picture, None);
            var gone = await driver.Store.UploadAsync("bob", picture, None);
            await driver.Store.DeleteAsync("bob", gone, None);
        }

        var torn = Path.Combine(_folder, Container, "torn.blob.tmp");
        await File.WriteAllTextAsync(torn, "half");

        using var reopened = Open();
        await using var again = await StartAsync(reopened);
        await using var read = await again.Store.ReadAsync(Owner, version.Hash, None);
        Assert.Equal(picture.Bytes, await PictureStoreTests.BytesOf(read!));
        Assert.Equal("image/gif", read!.ContentType);
        Assert.Equal(version, Assert.Single(await PictureStoreTests.ListAsync(again)).Version);
        Assert.False(File.Exists(torn));
    }

    [Fact]
    public async Task A_full_disk_is_a_503_and_changes_nothing()
    {
        var full = false;
        using var blobs = new EmbeddedBlobs(
            new() { Folder = _folder, CreateFile = path => full ? new FullDisk(path) : File.Create(path) }, TimeProvider.System);
        await using var driver = await StartAsync(blobs);
        var blob = driver.Container.GetBlobClient("a");
        await blob.UploadAsync(BinaryData.FromString("old"));

        full = true;
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromString("new"), overwrite: true));

        Assert.Equal((503, "ServerBusy"), (refusal.Status, refusal.ErrorCode));
        Assert.Equal("old", (await blob.DownloadContentAsync()).Value.Content.ToString());
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, Container)));
    }

    [Fact]
    public async Task No_name_leads_out_of_the_folder()
    {
        using var blobs = Open();
        await using var driver = await StartAsync(blobs);
        var name = new string('x', 900) + "/..%2F..\\..\0/:*?";
        await driver.Container.GetBlobClient(name).UploadAsync(BinaryData.FromString("1"));

        Assert.Matches("^[0-9a-f]{64}[.]blob$", Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(_folder, Container)))));
        using var client = new HttpClient(blobs, disposeHandler: false);
        using var escape = await client.PutAsync(new Uri("http://local/account/%2E%2E%2Fout?restype=container"), content: null);
        Assert.Equal(400, (int)escape.StatusCode);
        Assert.Contains("<Code>InvalidResourceName</Code>", await escape.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_use_is_refused()
    {
        using var blobs = Open();

        Assert.Contains(_folder, Assert.Throws<InvalidOperationException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_step_of_the_store_is_one_request()
    {
        using var blobs = new EmbeddedBlobs(new(), TimeProvider.System);
        await using var driver = await StartAsync(blobs);
        var requests = new List<(BlobOperation, int)>();
        blobs.Served += request => requests.Add((request.Operation, request.Status));

        var largest = PictureStoreTests.Pictures(1)[0] with { Bytes = new byte[5 << 20] };
        var version = await driver.Store.UploadAsync(Owner, largest, None);
        await using (var read = await driver.Store.ReadAsync(Owner, version.Hash, None))
            Assert.Equal(5 << 20, (await PictureStoreTests.BytesOf(read!)).Length);
        await driver.Store.DeleteAsync(Owner, version, None);

        Assert.Equal([(BlobOperation.Put, 201), (BlobOperation.Get, 200), (BlobOperation.Delete, 202)], requests);
    }

    [Theory]
    [InlineData(nameof(BlobFault.ServiceUnavailable), 503)]
    [InlineData(nameof(BlobFault.DropAfterCommit), 0)]
    [InlineData(nameof(BlobFault.Unreachable), 0)]
    public async Task A_request_that_fails_once_is_tried_again(string name, int status)
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

        Assert.Equal([status, 201], statuses);
        Assert.Equal(version, Assert.Single(await PictureStoreTests.ListAsync(driver)).Version);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Storage_that_stays_away_is_told_from_storage_that_says_no(bool answers)
    {
        using var blobs = new EmbeddedBlobs(new(), TimeProvider.System);
        await using var driver = await StartAsync(blobs);
        blobs.Inject = _ => answers ? BlobFault.ServiceUnavailable : BlobFault.Unreachable;
        var picture = PictureStoreTests.Pictures(1)[0];

        var away = await Record.ExceptionAsync(() => driver.Store.UploadAsync(Owner, picture, None));
        blobs.Inject = null;
        var no = await Record.ExceptionAsync(() => driver.Container.CreateAsync());

        Assert.True(BlobStorage.IsOutOfReach(away!), away!.ToString());
        Assert.False(BlobStorage.IsOutOfReach(no!));
    }

    [Fact]
    public async Task A_delayed_request_waits_for_the_test()
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
    public async Task What_it_does_not_know_is_refused_aloud()
    {
        using var blobs = new EmbeddedBlobs(new(), TimeProvider.System);
        await using var driver = await StartAsync(blobs);

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(
            () => driver.Container.GetBlobClient("a").SetMetadataAsync(new Dictionary<string, string>()));

        Assert.Equal(400, refusal.Status);
        Assert.Contains("does not know this operation", refusal.Message, StringComparison.Ordinal);
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

    private EmbeddedBlobs Open() => new(new() { Folder = _folder }, TimeProvider.System);

    private sealed class FullDisk(string path) : FileStream(path, FileMode.CreateNew)
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }
}
