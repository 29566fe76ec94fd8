using System.Diagnostics;
using System.Globalization;
using LeRun.Export;
using LeRun.Runs;
using LeRun.Storage;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace LeRun.Tests.Export;

public class ExportMemoryTests(ITestOutputHelper output) : ApiTests
{
    /// <summary>Very many records in bounded memory; on request only: <c>LERUN_TEST_LARGE</c> is how many.</summary>
    [SkippableFact]
    public async Task Export_takes_no_more_memory_for_very_many_records()
    {
        var large = Environment.GetEnvironmentVariable("LERUN_TEST_LARGE");
        Skip.IfNot(
            int.TryParse(large, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 1,
            "Set LERUN_TEST_LARGE to a number of records.");
        var bob = await App.RegisterAsync("bob");
        await StoreAsync(bob, count);
        var exports = App.Services.GetRequiredService<ExportService>();
        var token = (await bob.ExportLinkAsync()).Split('/')[^1];
        Assert.True((await exports.OpenAsync(token, CancellationToken.None)).TryGet(out var part, out _));
        var zip = new Meter();

        var watch = Stopwatch.StartNew();
        Assert.True(await App.Services.GetRequiredService<ExportArchive>()
            .TryWriteAsync(part, zip, link => link, CultureInfo.GetCultureInfo("en"), CancellationToken.None));

        output.WriteLine($"{count} records, {zip.Length >> 20} MiB, in {watch.Elapsed.TotalSeconds:0.0} s;"
            + $" memory {zip.Before >> 20} MiB before (the store included), {zip.Most >> 20} MiB at most");
        Assert.InRange(zip.Most, 0, zip.Before + (50L << 20));
    }

    private async Task StoreAsync(TestUser user, int count)
    {
        var store = App.Services.GetRequiredService<RecordStore>();
        var ids = App.Services.GetRequiredService<IdGenerator>();
        (await user.Post("/api/users/run/record", new { runRecord = Run.Data(markers: 3_600) })).ShouldBe(200);
        var first = await store.ListAsync(user.Id, before: null, 1, markers: true, publicOnly: false, _ => "", default);
        var track = first.Items[0].Track;
        await Parallel.ForAsync(0, count, async (number, token) =>
        {
            var start = App.Clock.Now.AddHours(-2 - number);
            var record = new RunRecord
            {
                Id = ids.Next(),
                Type = RunRecord.ItemType,
                AccountId = user.Id,
                Username = user.Username,
                Meters = 10_000,
                Seconds = 3_600,
                Start = start,
                End = start.AddHours(1),
                Track = track,
                MarkerCount = 3_600,
            };
            Assert.NotNull(await store.TryStoreAsync(new RecordWrite(record, null, []), finished: null, token));
        });
    }

    /// <summary>Counts what is written, and from time to time how much memory is in use.</summary>
    private sealed class Meter : Stream
    {
        private long _length;
        private int _writes;

        public long Before { get; } = GC.GetTotalMemory(forceFullCollection: true);

        public long Most { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position
        {
            get => _length;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            _length += count;
            if (_writes++ % 2_000 == 0)
                Most = Math.Max(Most, GC.GetTotalMemory(forceFullCollection: true));
        }

        public override void Flush()
        {
            // Nothing is held.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
