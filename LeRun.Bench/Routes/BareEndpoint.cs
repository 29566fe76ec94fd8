using System.Globalization;
using LeRun.Bench.Load;
using LeRun.Runs;
using LeRun.Runs.Tracks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Bench.Routes;

/// <summary>
/// The least that an append can be: a minimal API that reads the same body and stores the same bytes by one conditional patch,
/// over the same client. Nobody is asked who they are, nothing is checked.
/// </summary>
internal sealed class BareEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BareEndpoint(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<BareEndpoint> StartAsync(BenchApp app)
    {
        var container = app.Services.GetRequiredService<Database>().GetContainer(LiveRunStore.ContainerName);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var web = builder.Build();
        web.UseRouting();
        web.MapPost("/append/{accountId}", (string accountId, AppendRunDataRequest body) =>
            AppendAsync(container, accountId, body));
        await web.StartAsync();
        return new BareEndpoint(web);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<IResult> AppendAsync(Container container, string accountId, AppendRunDataRequest body)
    {
        var (now, from, markers) = (DateTimeOffset.UtcNow, body.From!.Value, body.Markers!.Track);
        var (run, to) = (body.ToRunState(), from + markers.Count);
        var start = run.Start.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var options = new PatchItemRequestOptions
        {
            FilterPredicate = string.Create(
                CultureInfo.InvariantCulture,
                $"FROM c WHERE c.run.start = \"{start}\" AND c.next = {from} AND ARRAY_LENGTH(c.tail) < 16"),
        };
        using var response = await container.PatchItemStreamAsync(
            LiveRun.ItemId,
            new PartitionKey(accountId),
            [
                PatchOperation.Set("/run", run),
                PatchOperation.Set("/hash", "0123456789abcdef"),
                PatchOperation.Set("/device", body.Device),
                PatchOperation.Set("/versionId", Guid.CreateVersion7().ToString("N")),
                PatchOperation.Set("/updatedAt", now),
                PatchOperation.Add(
                    "/samples/-", new RunSample(run.Seconds, run.Meters, to, now.ToUnixTimeMilliseconds())),
                PatchOperation.Set("/next", to),
                PatchOperation.Increment("/count", markers.Count),
                PatchOperation.Add("/tail/-", MarkerBlock.Of(from, markers)),
            ],
            options);
        response.EnsureSuccessStatusCode();
        return Results.Ok(new Appended("runner0", run.Start, to, now, now));
    }

    private sealed record Appended(
        string Username, DateTimeOffset Start, int Next, DateTimeOffset UpdatedAt, DateTimeOffset ServerTime);
}
