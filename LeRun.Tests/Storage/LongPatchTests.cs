using LeRun.LocalHost.Cosmos;
using LeRun.Rooms;
using LeRun.Storage;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Storage;

/// <summary>Cosmos takes ten operations a patch; a change may have more.</summary>
public class LongPatchTests : ApiTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(35)]
    public async Task Patch_of_any_length_is_one_request_and_holds_whole_or_not_at_all(int length)
    {
        var number = await (await App.RegisterAsync("ann")).OpenAsync();
        var runID = RunRoom.IdOf(number)!;
        var container = App.Services.GetRequiredService<Database>().GetContainer(RoomStore.ContainerName);
        PatchOperation[] operations = [.. Enumerable.Range(0, length).Select(_ => PatchOperation.Increment("/version", 1))];
        var etag = (await TryAsync("true", null))!.ETag!;

        var requests = await App.CosmosRequestsAsync(async () => Assert.NotNull(await TryAsync("c.type = \"room\"", etag)));
        Assert.Null(await TryAsync("c.type = \"room\"", etag));
        Assert.Null(await TryAsync("c.type = \"result\"", null));

        Assert.Single(requests);
        var last = await TryAsync($"c.version = {length * 2}", null);
        Assert.Equal(length * 3, last!.Version);
        Assert.Equal((await App.StoredAsync(number))!.ETag, last.ETag);

        Task<RunRoom?> TryAsync(string condition, string? version) =>
            container.TryPatchAsync<RunRoom>(runID, runID, condition, operations, default, version);
    }

    [Fact]
    public async Task Host_who_sets_everything_and_finishes_sends_one_request_of_short_patches()
    {
        var ann = await App.RegisterAsync("ann");
        var runID = await ann.OpenAsync();
        await ann.SetStatusAsync(runID, "running");
        await ann.UploadAsync(RoomDriver.Run(1000, 300));

        var body = new { runID, name = "all", password = 7, capacity = 3, targetMeters = 500, status = "finished" };
        var requests = await App.CosmosRequestsAsync(async () => (await ann.UpdateAsync(body)).ShouldBe(200));

        Assert.Single(requests, request => request.Operation is CosmosOperation.Patch or CosmosOperation.Batch);
    }
}
