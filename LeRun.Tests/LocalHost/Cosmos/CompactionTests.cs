using LeRun.LocalHost.Cosmos.Store;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public sealed class CompactionTests : IDisposable
{
    private static readonly PartitionKey _a = new("a");
    private readonly string _folder = Directory.CreateTempSubdirectory("lerun-cosmos-").FullName;

    private string LogPath => Path.Combine(_folder, "db", "items.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Compaction_shrinks_the_log_during_writes()
    {
        using (var cosmos = new CosmosHarness(_folder))
        {
            var text = new string('x', 100_000);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
            {
                for (var i = 1; i <= 60; i++)
                    await cosmos.Items.UpsertItemAsync(new Thing { Id = $"{writer}", Pk = "a", N = i, Name = text }, _a);
            })));

            // 24 MB were written, 0.4 MB of it is alive. Compaction runs behind the writers, which may outrun it for a while.
            for (var i = 0; i < 10_000 && new FileInfo(LogPath).Length > ContainerLog.WorthCompacting; i++)
                await cosmos.Items.UpsertItemAsync(new Thing { Id = "small", Pk = "a", N = 60 }, _a);
        }

        Assert.True(new FileInfo(LogPath).Length <= ContainerLog.WorthCompacting);
        using var after = new CosmosHarness(_folder);
        Assert.Equal([60, 60, 60, 60], await after.QueryAsync<int>("SELECT VALUE c.n FROM c WHERE c.id != 'small'"));
    }

    [Fact]
    public async Task Compaction_at_the_start_keeps_content_and_etags()
    {
        string etag;
        using (var cosmos = new CosmosHarness(_folder))
        {
            for (var i = 1; i <= 30; i++)
                await cosmos.Items.UpsertItemAsync(new Thing { Id = "1", Pk = "a", N = i, Name = new string('x', 10_000) }, _a);
            await cosmos.CreateAsync("gone");
            await cosmos.Items.DeleteItemAsync<Thing>("gone", _a);
            etag = (await cosmos.Items.ReadItemAsync<Thing>("1", _a)).ETag;
        }

        Assert.True(new FileInfo(LogPath).Length > 300_000);
        for (var start = 0; start < 2; start++)
        {
            using var after = new CosmosHarness(_folder);
            Assert.True(new FileInfo(LogPath).Length < 20_000);
            var read = await after.Items.ReadItemAsync<Thing>("1", _a);
            Assert.Equal((30, etag), (read.Resource.N, read.ETag));
        }
    }

    [Fact]
    public async Task Compaction_without_disk_space_leaves_the_log_unchanged()
    {
        using (var cosmos = new CosmosHarness(_folder))
        {
            for (var i = 1; i <= 30; i++)
                await cosmos.Items.UpsertItemAsync(new Thing { Id = "1", Pk = "a", N = i, Name = new string('x', 10_000) }, _a);
        }

        var disk = new FailingDisk { IsFull = true };
        using (var cosmos = new CosmosHarness(_folder, disk.Open))
            Assert.Equal(30, (await cosmos.ReadAsync("1")).N);
        using var after = new CosmosHarness(_folder);
        Assert.Equal(30, (await after.ReadAsync("1")).N);
    }
}
