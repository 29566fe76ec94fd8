using System.Net;
using LeRun.LocalHost.Cosmos.Store;
using LeRun.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public sealed class DurabilityTests : IDisposable
{
    private static readonly PartitionKey _a = new("a");
    private readonly string _folder = Directory.CreateTempSubdirectory("lerun-cosmos-").FullName;

    private string LogPath => Path.Combine(_folder, "db", "items.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Restart_finds_everything_as_it_was()
    {
        string etag;
        using (var before = new CosmosHarness(_folder))
        {
            await before.CreateAsync("1", n: 1);
            await before.CreateAsync("2", "b", tags: ["x"]);
            await before.CreateAsync("dead");
            await before.Items.DeleteItemAsync<Thing>("dead", _a);
            etag = (await before.Items.PatchItemAsync<Thing>("1", _a, [PatchOperation.Increment("/n", 41)])).ETag;
        }

        using var after = new CosmosHarness(_folder);
        var read = await after.Items.ReadItemAsync<Thing>("1", _a);
        Assert.Equal(42, read.Resource.N);
        Assert.Equal(etag, read.ETag);
        Assert.Equal(["1", "2"], await after.IdsAsync(""));
        var options = new ItemRequestOptions { IfMatchEtag = etag };
        Assert.NotEqual(etag, (await after.Items.ReplaceItemAsync(read.Resource, "1", _a, options)).ETag);
    }

    [Fact]
    public async Task Time_to_live_goes_on_while_nothing_runs()
    {
        var clock = new TestClock();
        using (var before = new CosmosHarness(_folder, clock: clock))
            await before.Items.CreateItemAsync(new Thing { Id = "1", Pk = "a", TimeToLive = 60 }, _a);
        clock.Advance(TimeSpan.FromSeconds(61));

        using var after = new CosmosHarness(_folder, clock: clock);
        Assert.Empty(await after.IdsAsync(""));
    }

    [Fact]
    public async Task Log_cut_anywhere_keeps_every_whole_write_and_takes_new_ones()
    {
        var ends = new List<long>();
        using (var before = new CosmosHarness(_folder))
        {
            for (var i = 0; i < 3; i++)
            {
                await before.CreateAsync($"{i}");
                ends.Add(new FileInfo(LogPath).Length);
            }
        }

        var whole = await File.ReadAllBytesAsync(LogPath);
        for (var cut = whole.Length - 1; cut >= ItemLog.HeaderLength; cut -= 7)
        {
            await File.WriteAllBytesAsync(LogPath, whole[..cut]);
            var survivors = ends.Count(end => end <= cut);
            using (var torn = new CosmosHarness(_folder))
            {
                Assert.Equal(survivors, (await torn.IdsAsync("")).Length);
                await torn.CreateAsync("after");
            }

            using var again = new CosmosHarness(_folder);
            Assert.Equal(survivors + 1, (await again.IdsAsync("")).Length);
        }
    }

    [Fact]
    public async Task Batch_is_whole_or_absent_after_a_crash()
    {
        long beforeBatch;
        using (var before = new CosmosHarness(_folder))
        {
            await before.CreateAsync("1");
            beforeBatch = new FileInfo(LogPath).Length;
            using var response = await before.Items.CreateTransactionalBatch(_a)
                .CreateItem(new Thing { Id = "2", Pk = "a" })
                .PatchItem("1", [PatchOperation.Increment("/n", 1)])
                .ExecuteAsync();
        }

        var whole = await File.ReadAllBytesAsync(LogPath);
        for (var cut = whole.Length; cut > beforeBatch; cut -= 97)
        {
            await File.WriteAllBytesAsync(LogPath, whole[..cut]);
            using var after = new CosmosHarness(_folder);
            var isWhole = cut == whole.Length;
            Assert.Equal(isWhole ? 2 : 1, (await after.IdsAsync("")).Length);
            Assert.Equal(isWhole ? 1 : 0, (await after.ReadAsync("1")).N);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Full_disk_is_a_503_and_leaves_memory_and_log_sound(bool canTruncate)
    {
        var disk = new FailingDisk();
        using (var cosmos = new CosmosHarness(_folder, disk.Open))
        {
            await cosmos.CreateAsync("1");
            (disk.IsFull, disk.CanTruncate) = (true, canTruncate);
            var refused = await Assert.ThrowsAsync<CosmosException>(() => cosmos.CreateAsync("2"));
            using var batch = await cosmos.Items.CreateTransactionalBatch(_a)
                .UpsertItem(new Thing { Id = "1", Pk = "a", N = 9 })
                .ExecuteAsync();

            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, batch.StatusCode);
            Assert.Equal(["1"], await cosmos.IdsAsync("WHERE c.n = 0"));

            (disk.IsFull, disk.CanTruncate) = (false, true);
            await cosmos.CreateAsync("3");
        }

        using var after = new CosmosHarness(_folder);
        Assert.Equal(["1", "3"], await after.IdsAsync(""));
    }
}
