using Azure;
using LeRun.LocalHost.Blobs;
using LeRun.Tests.LocalHost.Blobs;
using LeRun.Users;
using LeRun.Users.Pictures;

namespace LeRun.Tests.Users.Pictures;

/// <summary>What the product relies on, the same over every far end.</summary>
public abstract class PictureStoreTests
{
    private const string Owner = "alice";

    private static readonly CancellationToken None = CancellationToken.None;

    [SkippableFact]
    public async Task Picture_comes_back_with_its_type_and_size()
    {
        await using var driver = await StartAsync();
        var picture = Pictures(1)[0];
        var version = await driver.Store.UploadAsync(Owner, picture, None);

        await using var read = await driver.Store.ReadAsync(Owner, version.Hash, None);
        var properties = await driver.Store.GetPropertiesAsync(Owner, version.Hash, None);

        Assert.NotNull(read);
        Assert.Equal(("image/webp", (long)picture[0].Bytes.Length), (read.ContentType, read.TotalLength));
        Assert.Equal(picture[0].Bytes, await BytesOf(read));
        Assert.Equal(new PictureProperties("image/webp", picture[0].Bytes.Length, read.LastModified), properties);
    }

    [SkippableFact]
    public async Task Sizes_lie_beside_their_picture_and_go_with_it()
    {
        await using var driver = await StartAsync();
        var pictures = Pictures(2);
        var first = await driver.Store.UploadAsync(Owner, pictures[0], None);
        var second = await driver.Store.UploadAsync(Owner, pictures[1], None);
        var jpeg = new EncodedPicture(new PictureSize(128, IsJpeg: true), [1, 2, 3]);
        await driver.Store.UploadSizeAsync(Owner, first.Hash, jpeg, None);

        await using var square = await driver.Store.ReadAsync(Owner, first.Hash, None, size: pictures[0][1].Size);
        await using var asJpeg = await driver.Store.ReadAsync(Owner, first.Hash, None, size: jpeg.Size);

        Assert.Equal(pictures[0][1].Bytes, await BytesOf(square!));
        Assert.Equal(("image/jpeg", 3), (asJpeg!.ContentType, asJpeg.TotalLength));
        Assert.Null(await driver.Store.GetPropertiesAsync(Owner, second.Hash, None, jpeg.Size));

        Assert.True(await driver.Store.DeleteAsync(Owner, first, None));
        Assert.Equal(second, Assert.Single(await ListAsync(driver)).Version);
        Assert.Equal(1, await driver.Store.DeleteAllAsync(Owner, None));
        Assert.Empty(await ListAsync(driver));
    }

    [SkippableFact]
    public async Task Range_comes_with_the_length_of_the_whole_picture()
    {
        await using var driver = await StartAsync();
        var picture = Pictures(1)[0];
        var version = await driver.Store.UploadAsync(Owner, picture, None);

        await using var middle = await driver.Store.ReadAsync(Owner, version.Hash, None, offset: 6, length: 4);
        await using var rest = await driver.Store.ReadAsync(Owner, version.Hash, None, offset: 6);
        var behind = await Assert.ThrowsAsync<RequestFailedException>(
            () => driver.Store.ReadAsync(Owner, version.Hash, None, offset: picture[0].Bytes.Length + 1));

        Assert.Equal(picture[0].Bytes[6..10], await BytesOf(middle!));
        Assert.Equal(picture[0].Bytes[6..], await BytesOf(rest!));
        Assert.Equal(picture[0].Bytes.Length, middle!.TotalLength);
        Assert.Equal((416, "InvalidRange"), (behind.Status, behind.ErrorCode));
    }

    [SkippableFact]
    public async Task Missing_pictures_are_null_or_false()
    {
        await using var driver = await StartAsync();

        Assert.Null(await driver.Store.ReadAsync(Owner, "00", None));
        Assert.Null(await driver.Store.GetPropertiesAsync(Owner, "00", None));
        Assert.False(await driver.Store.DeleteAsync(Owner, new PictureVersion("00", "\"0x1\""), None));
        Assert.Empty(await ListAsync(driver));
    }

    [SkippableFact]
    public async Task Equal_uploads_share_a_blob_that_only_the_last_version_deletes()
    {
        await using var driver = await StartAsync();
        var picture = Pictures(1)[0];
        var first = await driver.Store.UploadAsync(Owner, picture, None);
        var second = await driver.Store.UploadAsync(Owner, picture, None);

        Assert.Equal(first.Hash, second.Hash);
        Assert.False(await driver.Store.DeleteAsync(Owner, first, None));
        Assert.Equal(second, Assert.Single(await ListAsync(driver)).Version);
        Assert.True(await driver.Store.DeleteAsync(Owner, second, None));
        Assert.Empty(await ListAsync(driver));
    }

    [SkippableFact]
    public async Task Owners_of_any_name_are_told_apart()
    {
        await using var driver = await StartAsync();
        string[] owners = ["..", "a.b", "a", "달리기", "ünal_-"];
        foreach (var owner in owners)
            await driver.Store.UploadAsync(owner, Pictures(1)[0], None);

        Assert.Equal(
            owners.Order(StringComparer.Ordinal),
            (await ListAsync(driver)).Select(picture => picture.Owner).Order(StringComparer.Ordinal));
        Assert.Equal("a", Assert.Single(await ListAsync(driver, "a")).Owner);

        await driver.Store.DeleteAllAsync("a", None);
        Assert.Equal(owners.Length - 1, (await ListAsync(driver)).Count);
    }

    [SkippableFact]
    public async Task Twenty_changes_from_four_connections_leave_one_blob()
    {
        await using var driver = await StartAsync();
        PictureVersion? current = null;

        var connections = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(Pictures(20), connections, async (picture, cancellation) =>
        {
            var uploaded = await driver.Store.UploadAsync(Owner, picture, cancellation);
            if (Interlocked.Exchange(ref current, uploaded) is { } older)
                await driver.Store.DeleteAsync(Owner, older, cancellation);
        });

        Assert.Equal(current, Assert.Single(await ListAsync(driver)).Version);
    }

    [SkippableFact]
    public async Task Cleanup_deletes_unreferenced_pictures_only()
    {
        await using var driver = await StartAsync();
        var pictures = Pictures(3);
        var current = await driver.Store.UploadAsync(Owner, pictures[0], None);
        await driver.Store.UploadAsync(Owner, pictures[1], None);
        await driver.Store.UploadAsync("gone", pictures[2], None);
        Task<string?> CurrentHashOf(string owner, CancellationToken cancellationToken) =>
            Task.FromResult(owner == Owner ? current.Hash : null);

        var early = await Cleanup(driver, after: TimeSpan.Zero).RunAsync(CurrentHashOf, None);
        var late = await Cleanup(driver, after: TimeSpan.FromMinutes(16)).RunAsync(CurrentHashOf, None);

        Assert.Equal((0, 2), (early, late));
        Assert.Equal(current, Assert.Single(await ListAsync(driver)).Version);
    }

    [SkippableFact]
    public async Task Cleanup_keeps_a_picture_that_is_uploaded_again_meanwhile()
    {
        await using var driver = await StartAsync();
        var picture = Pictures(1)[0];
        await driver.Store.UploadAsync(Owner, picture, None);

        var deleted = await Cleanup(driver, after: TimeSpan.FromMinutes(16)).RunAsync(
            async (_, cancellation) =>
            {
                await driver.Store.UploadAsync(Owner, picture, cancellation);
                return null;
            },
            None);

        Assert.Equal(0, deleted);
        Assert.Single(await ListAsync(driver));
    }

    /// <summary>The product's wiring over this far end, in a fresh container.</summary>
    private protected abstract Task<BlobDriver> StartAsync();

    /// <summary>Pictures, each with its squares; the store does not look at what they show.</summary>
    internal static EncodedPicture[][] Pictures(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => PictureSize.MadeAtUpload
            .Select(size => new EncodedPicture(size, [.. "bytes of a picture"u8, (byte)i, (byte)(size.Side ?? 0)])).ToArray()),
    ];

    /// <summary>The pictures that there are, each of which has its squares beside it; there are no others.</summary>
    internal static async Task<IReadOnlyList<ListedPicture>> ListAsync(BlobDriver driver, string? owner = null)
    {
        var pictures = new List<ListedPicture>();
        await foreach (var picture in driver.Store.ListAsync(owner, None))
            pictures.Add(picture);
        Assert.All(
            pictures.GroupBy(picture => (picture.Owner, picture.Version.Hash)),
            sizes => Assert.Equal([null, "128.webp", "512.webp"], sizes.Select(size => size.Size)));
        return [.. pictures.Where(picture => picture.IsWhole)];
    }

    internal static async Task<byte[]> BytesOf(StoredPicture picture)
    {
        using var bytes = new MemoryStream();
        await picture.Content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static PictureCleanup Cleanup(BlobDriver driver, TimeSpan after) => new(driver.Store, new Later(after));

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}

public sealed class EmbeddedPictureStoreTests : PictureStoreTests
{
    private protected override Task<BlobDriver> StartAsync() =>
        BlobDriver.StartAsync(EmbeddedBlobs.ConnectionString, new EmbeddedBlobs(new(), TimeProvider.System));
}

[Collection(nameof(Azurite))]
public sealed class AzuritePictureStoreTests(Azurite azurite) : PictureStoreTests
{
    private protected override Task<BlobDriver> StartAsync() => BlobDriver.StartAsync(azurite.ConnectionString);
}
