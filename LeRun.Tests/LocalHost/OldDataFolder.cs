using System.Text;
using System.Text.Json.Nodes;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Infra;
using LeRun.Tests.Support;

namespace LeRun.Tests.LocalHost;

/// <summary>
/// A data folder as an earlier version left it, which kept runs by username and a track as compressed JSON. Its items, and what
/// that version answered of them, are in runs-by-username.json: two runners, a record each, and a live run each.
/// </summary>
internal sealed class OldDataFolder : IDisposable
{
    /// <summary>When the folder was last written to.</summary>
    public static readonly DateTimeOffset WrittenAt = new(2026, 11, 24, 15, 18, 35, TimeSpan.Zero);

    private static readonly JsonNode Saved = JsonNode.Parse(Repository.Read("LeRun.Tests/LocalHost/runs-by-username.json"))!;

    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    /// <summary>The record as it was shown, with markers.</summary>
    public static JsonObject Record => Saved["record"]!.AsObject();

    /// <summary>The live run as it was shown.</summary>
    public static JsonObject Live => Saved["live"]!.AsObject();

    /// <summary>A file of the in-process Cosmos.</summary>
    public string FileOf(string name) => System.IO.Path.Combine(Path, "cosmos", "lerun", name);

    /// <summary>Writes the folder, with further items of runs if given.</summary>
    public static async Task<OldDataFolder> MakeAsync(params JsonNode[] more)
    {
        var made = new OldDataFolder();
        using var cosmos = new EmbeddedCosmos(
            new EmbeddedCosmosOptions
            {
                Database = "lerun",
                Containers = [],
                Folder = System.IO.Path.Combine(made.Path, "cosmos"),
            },
            new TestClock { Now = WrittenAt });
        using var http = new HttpMessageInvoker(cosmos, disposeHandler: false);
        foreach (var container in Saved["containers"]!.AsArray())
            await SendAsync(http, "dbs/lerun/colls", container!);
        foreach (var user in Saved["users"]!.AsArray())
            await SendAsync(http, "dbs/lerun/colls/users/docs", user!, (string)user!["id"]!);
        foreach (var item in Saved["runs"]!.AsArray().Concat(more))
            await SendAsync(http, "dbs/lerun/colls/runs/docs", item!, (string)item!["username"]!);
        return made;
    }

    /// <summary>Starts the app of today on it, some time after it was last written to.</summary>
    public Task<TestApp> StartAsync(TimeSpan later = default) =>
        TestApp.StartAsync(Path, new TestClock { Now = WrittenAt + later });

    public void Dispose() => _folder.Dispose();

    private static async Task SendAsync(HttpMessageInvoker http, string path, JsonNode body, string? partition = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"https://embedded.cosmos/{path}"));
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8);
        if (partition is not null)
            request.Headers.TryAddWithoutValidation("x-ms-documentdb-partitionkey", new JsonArray(partition).ToJsonString());
        using var response = await http.SendAsync(request, default);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
