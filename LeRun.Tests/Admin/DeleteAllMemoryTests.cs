using System.Diagnostics;
using System.Globalization;
using LeRun.Admin;
using LeRun.Forum;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Forum;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace LeRun.Tests.Admin;

public class DeleteAllMemoryTests(ITestOutputHelper output)
{
    /// <summary>Very many posts in bounded memory; on request only: <c>LERUN_TEST_LARGE</c> is how many.</summary>
    [SkippableFact]
    public async Task Delete_all_takes_no_more_memory_for_very_many_posts()
    {
        var large = Environment.GetEnvironmentVariable("LERUN_TEST_LARGE");
        Skip.IfNot(
            int.TryParse(large, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 1,
            "Set LERUN_TEST_LARGE to a number of posts.");
        await using var app = await DeleteAllTests.StartAsync();
        var root = await app.RegisterAsync("root");
        var eight = new ParallelOptions { MaxDegreeOfParallelism = 8 };
        await Parallel.ForAsync(0, count, eight, async (_, _) => await root.WritePostAsync());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        app.Cosmos.Served += request =>
        {
            if (request.Operation != CosmosOperation.Query)
                return;
            var exactly = request.Container == PostStore.ContainerName && Random.Shared.Next(20) == 0;
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: exactly));
        };

        var watch = Stopwatch.StartNew();
        var everything = app.Services.GetRequiredService<DeleteAllService>();
        var deleted = 0;
        for (var finished = false; !finished;)
        {
            // Without HTTP, whose client would give up waiting first.
            Assert.True((await everything.DeleteAsync("posts", CancellationToken.None)).TryGet(out var all, out _));
            deleted += all.Deleted["posts"];
            finished = all.Finished;
        }

        output.WriteLine($"{deleted} posts in {watch.Elapsed.TotalSeconds:0.0} s;"
            + $" memory {before >> 20} MiB before (the store included), {most >> 20} MiB at most");
        Assert.Equal(count, deleted);
        Assert.InRange(most, 0, before + (64L << 20));
    }
}
