using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public sealed class DataFolderTests : IDisposable
{
    private static readonly PartitionKey _a = new("a");
    private readonly string _folder = Directory.CreateTempSubdirectory("lerun-cosmos-").FullName;

    private string DefinitionPath => Path.Combine(_folder, "db", "items.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Container_made_over_the_wire_is_there_after_a_restart()
    {
        using (var before = new CosmosHarness(_folder))
        {
            var database = (await before.Client.CreateDatabaseIfNotExistsAsync("d.2")).Database;
            Container container = await database.CreateContainerIfNotExistsAsync("odd %name", "/pk");
            await container.CreateItemAsync(new Thing { Id = "1", Pk = "a" });
        }

        using var after = new CosmosHarness(_folder);
        Assert.Equal("1", (await after.Client.GetContainer("d.2", "odd %name").ReadItemAsync<Thing>("1", _a)).Resource.Id);
    }

    [Fact]
    public async Task Start_on_a_full_disk_reads_and_writes_no_definition()
    {
        var clock = new TestClock();
        using (var before = new CosmosHarness(_folder, clock: clock))
        {
            await before.CreateAsync("1");
            await before.Client.GetDatabase("db").CreateContainerAsync("more", "/pk");
        }

        string[] definitions = [DefinitionPath, Path.Combine(_folder, "db", "more.json")];
        var old = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Array.ForEach(definitions, path => File.SetLastWriteTimeUtc(path, old));
        var disk = new FailingDisk { IsFull = true };
        using (var full = new CosmosHarness(_folder, disk.Open, clock))
            Assert.Equal(["1"], await full.IdsAsync(""));

        Assert.All(definitions, path => Assert.Equal(old, File.GetLastWriteTimeUtc(path)));
        Assert.Empty(Directory.GetFiles(_folder, "*.new", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Changed_definition_is_written_and_synced_and_a_full_disk_does_not_stop_the_start()
    {
        using (var before = new CosmosHarness(_folder))
            await before.CreateAsync("1");
        var saved = await File.ReadAllTextAsync(DefinitionPath);
        var changed = CosmosHarness.Properties(timeToLive: 1_000_000);
        var (disk, reports) = (new FailingDisk { IsFull = true }, new List<string>());
        using (var full = new CosmosHarness(_folder, disk.Open, properties: changed, report: reports.Add))
            Assert.Equal(["1"], await full.IdsAsync(""));

        Assert.Contains(DefinitionPath, Assert.Single(reports), StringComparison.Ordinal);
        Assert.Equal(saved, await File.ReadAllTextAsync(DefinitionPath));
        disk.IsFull = false;
        using (new CosmosHarness(_folder, disk.Open, properties: changed))
            Assert.Contains("1000000", await File.ReadAllTextAsync(DefinitionPath), StringComparison.Ordinal);
        Assert.Contains(DefinitionPath + ".new", disk.Synced);
    }

    [Fact]
    public async Task Unreadable_definition_is_named_unless_the_program_has_its_own()
    {
        using (var before = new CosmosHarness(_folder))
            await before.Client.GetDatabase("db").CreateContainerAsync("more", "/pk");
        await File.WriteAllTextAsync(DefinitionPath, "");
        using (new CosmosHarness(_folder))
            Assert.NotEqual("", await File.ReadAllTextAsync(DefinitionPath));

        var more = Path.Combine(_folder, "db", "more.json");
        await File.WriteAllTextAsync(more, "");
        var refused = Assert.Throws<DataFormatException>(() => new CosmosHarness(_folder));
        Assert.Contains(more, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Container_of_an_earlier_version_opens_whatever_its_settings_are()
    {
        using (var before = new CosmosHarness(_folder))
            await before.Client.GetDatabase("db").CreateContainerAsync("more", "/pk");
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "db", "more.json"),
            """{"id":"more","partitionKey":{"paths":["/pk"]},"uniqueKeyPolicy":{"uniqueKeys":[{"paths":["/email"]}]}}""");

        using var after = new CosmosHarness(_folder);
        Assert.Equal("more", (await after.Client.GetContainer("db", "more").ReadContainerAsync()).Resource.Id);
    }

    [Fact]
    public async Task Container_by_another_partition_key_is_refused_and_left_alone()
    {
        using (var before = new CosmosHarness(_folder))
            await before.CreateAsync("1");

        var refused = Assert.Throws<DataFormatException>(
            () => new CosmosHarness(_folder, properties: new ContainerProperties("items", "/other")));

        Assert.Contains(DefinitionPath, refused.Message, StringComparison.Ordinal);
        using var after = new CosmosHarness(_folder);
        Assert.Equal(["1"], await after.IdsAsync(""));
    }

    [Fact]
    public async Task Deleted_container_leaves_no_file()
    {
        using (var before = new CosmosHarness(_folder))
        {
            Container more = await before.Client.GetDatabase("db").CreateContainerAsync("more", "/pk");
            await more.CreateItemAsync(new Thing { Id = "1", Pk = "a" });
            await more.DeleteContainerAsync();
        }

        Assert.Empty(Directory.GetFiles(_folder, "more*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Folder_serves_one_process_at_a_time()
    {
        using (new CosmosHarness(_folder))
        {
            var refused = Assert.Throws<DataFolderInUseException>(() => new CosmosHarness(_folder));
            Assert.Contains(_folder, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refused.Message);
        }

        using var free = new CosmosHarness(_folder);
    }

    [Fact]
    public void Folder_of_another_format_is_refused_and_left_alone()
    {
        using (new CosmosHarness(_folder))
        {
        }

        var marker = Path.Combine(_folder, "FORMAT");
        File.WriteAllText(marker, "something else");
        Assert.Throws<DataFormatException>(() => new CosmosHarness(_folder));
        Assert.Equal("something else", File.ReadAllText(marker));
        File.Delete(marker);
        Assert.Throws<DataFormatException>(() => new CosmosHarness(_folder));
    }
}
