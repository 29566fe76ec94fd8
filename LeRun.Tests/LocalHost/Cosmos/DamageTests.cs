using LeRun.LocalHost.Cosmos;
using LeRun.LocalHost.Cosmos.Store;
using LeRun.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public sealed class DamageTests : IDisposable
{
    private static readonly PartitionKey _a = new("a");
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _reports = [];

    private string LogPath => Path.Combine(_folder.Path, "db", "items.log");

    private string[] SetAside => [.. Directory.GetFiles(Path.GetDirectoryName(LogPath)!, "items.log.damaged-*").Order()];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x80)]
    [InlineData(0xff)]
    public async Task Flipped_byte_loses_only_its_own_record(byte flip)
    {
        var ends = await WriteSmallLogAsync();
        var whole = await File.ReadAllBytesAsync(LogPath);
        var records = Read();
        Assert.Equal(ends.Count, records.Count);

        for (var at = 0; at < whole.Length; at++)
        {
            await File.WriteAllBytesAsync(LogPath, [.. whole[..at], (byte)(whole[at] ^ flip), .. whole[(at + 1)..]]);
            if (at < 8)
            {
                Assert.Throws<DataFormatException>(Read);
                Assert.Equal(whole.Length, new FileInfo(LogPath).Length);
                continue;
            }

            // The second half of the header is a random number that ETags carry, not data.
            var hit = at < ItemLog.HeaderLength ? -1 : ends.FindIndex(end => at < end);
            var expected = records.Where((_, index) => index != hit).ToArray();
            _reports.Clear();
            Assert.Equal(expected, Read());
            Assert.Equal(hit < 0 ? 0 : 1, _reports.Count);
            Assert.All(_reports, report => Assert.DoesNotContain('\n', report));

            // What comes after is as if nothing had happened, and says nothing.
            Append("after");
            _reports.Clear();
            Assert.Equal([.. expected, "after"], Read());
            Assert.Empty(_reports);

            // Nothing is gone for good, unless it can be the beginning of a write that was never finished.
            foreach (var file in SetAside)
            {
                Assert.Equal(whole[at] ^ flip, (await File.ReadAllBytesAsync(file))[at]);
                File.Delete(file);
                hit = -1;
            }

            Assert.True(hit < 0 || hit == ends.Count - 1, $"byte {at}");
        }
    }

    [Fact]
    public async Task Damaged_log_is_kept_aside_and_its_items_are_served()
    {
        using (var before = Open())
        {
            for (var i = 0; i < 100; i++)
                await before.CreateAsync($"{i:00}", name: new string('x', 1000));
            await before.Items.DeleteItemAsync<Thing>("99", _a);
        }

        var bytes = await File.ReadAllBytesAsync(LogPath);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(LogPath, bytes);
        using (var after = Open())
        {
            Assert.Equal(98, (await after.IdsAsync("")).Length);
            await after.CreateAsync("more");
        }

        var report = Assert.Single(_reports);
        Assert.Contains(Path.GetFileName(Assert.Single(SetAside)), report, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(SetAside[0]));
        using var again = Open();
        Assert.Equal(99, (await again.IdsAsync("")).Length);
        Assert.Single(_reports);
    }

    [Fact]
    public async Task Record_of_zeros_or_noise_in_the_middle_hides_nothing_behind_it()
    {
        var ends = await WriteSmallLogAsync();
        var whole = await File.ReadAllBytesAsync(LogPath);
        var records = Read();
        var noise = new byte[200_000];
        new Random(1).NextBytes(noise);

        foreach (var rubbish in (byte[][])[new byte[200_000], noise, noise[..1]])
        {
            await File.WriteAllBytesAsync(LogPath, [.. whole[..(int)ends[1]], .. rubbish, .. whole[(int)ends[1]..]]);
            Assert.Equal(records, Read());
        }

        Assert.Equal(3, SetAside.Length);
    }

    [Fact]
    public async Task Torn_tail_is_cut_off_and_reported()
    {
        var ends = await WriteSmallLogAsync();
        var whole = await File.ReadAllBytesAsync(LogPath);
        for (var cut = (int)ends[^2] + 1; cut < whole.Length; cut++)
        {
            await File.WriteAllBytesAsync(LogPath, whole[..cut]);
            _reports.Clear();
            Assert.Equal(ends.Count - 1, Read().Count);

            Assert.Contains($"cut off {cut - ends[^2]} bytes", Assert.Single(_reports), StringComparison.Ordinal);
            Assert.Equal(ends[^2], new FileInfo(LogPath).Length);
        }

        Assert.Empty(SetAside);
    }

    [Fact]
    public async Task Repair_that_was_interrupted_is_finished_at_the_next_start()
    {
        await WriteSmallLogAsync();
        var records = Read();
        File.Move(LogPath, LogPath + ".new");

        Assert.Equal(records, Read());
    }

    [Fact]
    public async Task Damaged_log_on_a_full_disk_is_read_and_left_as_it_is()
    {
        var ends = await WriteSmallLogAsync();
        var bytes = await File.ReadAllBytesAsync(LogPath);
        bytes[ends[0] + 20] ^= 1;
        await File.WriteAllBytesAsync(LogPath, bytes);
        var disk = new FailingDisk { IsFull = true };

        Assert.Equal(ends.Count - 1, Read(disk.Open).Count);
        Assert.Contains("could not be set aside", Assert.Single(_reports), StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(LogPath));
        Assert.Empty(SetAside);
        disk.IsFull = false;
        Assert.Equal(ends.Count - 1, Read(disk.Open).Count);
        Assert.Single(SetAside);
    }

    private CosmosHarness Open() => new(_folder.Path, report: _reports.Add);

    /// <summary>Writes creations, a change, a deletion and a batch; returns where each record ends.</summary>
    private async Task<List<long>> WriteSmallLogAsync()
    {
        var ends = new List<long>();
        using var cosmos = Open();
        foreach (var write in (Func<Task>[])
        [
            () => cosmos.CreateAsync("1"),
            () => cosmos.CreateAsync("2"),
            () => cosmos.Items.PatchItemAsync<Thing>("1", _a, [PatchOperation.Increment("/n", 1)]),
            () => cosmos.Items.DeleteItemAsync<Thing>("2", _a),
            async () => (await cosmos.Items.CreateTransactionalBatch(_a)
                .CreateItem(new Thing { Id = "3", Pk = "a" })
                .UpsertItem(new Thing { Id = "1", Pk = "a" })
                .ExecuteAsync()).Dispose(),
            () => cosmos.CreateAsync("4"),
        ])
        {
            await write();
            ends.Add(new FileInfo(LogPath).Length);
        }

        return ends;
    }

    /// <summary>Opens the log as a start does; each record as the ids that it changes.</summary>
    private List<string> Read() => Read(LogFile.Open);

    private List<string> Read(Func<string, ILogFile> open)
    {
        using var log = new ContainerLog(LogPath, open, _reports.Add);
        return [.. log.Replay().Select(record => string.Join(',', record.Changes.Select(change => change.Id)))];
    }

    private void Append(string id)
    {
        using var log = new ContainerLog(LogPath, LogFile.Open, _reports.Add);
        var last = log.Replay().Last();
        log.Append(last with { Changes = [new Change(PartitionKeyValue.Of("a"), id, null)] });
    }
}
