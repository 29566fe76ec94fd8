using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LeRun.Tests.Infra;
using LeRun.Tests.Runs;
using LeRun.Tests.Support;

namespace LeRun.Tests.Docs;

/// <summary>docs/live-upload.md, and its client over a bad link.</summary>
public sealed partial class LiveUploadTests(LiveUploadTests.Client client) : ApiTests, IClassFixture<LiveUploadTests.Client>
{
    private const string Source = "LeRun.Tests/Docs/web/live-upload.ts";
    private const string Start = "2024-11-22T14:00:00.000Z";
    private const int Seconds = 2_600;

    private static readonly string English = Repository.Read("docs/live-upload.md");
    private static readonly string Chinese = Repository.Read("docs/live-upload.zh-CN.md");

    [Fact]
    public void Page_quotes_the_client_that_is_tested() =>
        Assert.Equal(Repository.Read(Source), Blocks(English).Single(block => block.Language == "ts").Code);

    [Fact]
    public void Clients_are_of_four_languages_and_short()
    {
        var clients = Blocks(English).Where(block => block.Language is not ("mermaid" or "http" or "json")).ToList();

        Assert.Equal(["ts", "kotlin", "swift", "dart"], clients.Select(block => block.Language));
        Assert.All(clients, block => Assert.InRange(block.Code.Count(c => c == '\n'), 1, 40));
    }

    [Fact]
    public void Chinese_page_has_the_same_clients_tables_and_headings()
    {
        Assert.Equal(
            Blocks(English).Where(block => block.Language != "mermaid").Select(block => block.Code),
            Blocks(Chinese).Where(block => block.Language != "mermaid").Select(block => block.Code));
        Assert.Equal(Count(English, "## "), Count(Chinese, "## "));
        Assert.Equal(Count(English, "|"), Count(Chinese, "|"));
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Client_uploads_a_run_exactly_over_a_link_that_drops_repeats_and_delays(int seed)
    {
        var user = await App.RegisterAsync("shikai");
        await using var link = await BadLink.StartAsync(App.Address, seed);

        var said = await client.RunAsync(link.Address, user, takeover: false);
        await link.DrainAsync();

        Assert.All(link.Fates, fate => Assert.True(fate.Value > 0, $"No request {fate.Key}."));
        Assert.Equal(Seconds, (int)said["next"]!);
        Assert.Equal(0, (int)said["questions"]!);
        Assert.True((int)said["renewals"]! > 0);
        AssertWhole((await user.Get("/api/users/run/data/shikai")).ShouldBe(200)["runData"]!);
        var listed = Assert.Single((await user.Get("/api/users/run/records/shikai")).ShouldBe(200).AsArray())!;
        Assert.Equal((string?)said["id"], (string?)listed["_id"]);
        AssertWhole((await user.Get($"/api/users/run/records/shikai/{said["id"]}")).ShouldBe(200));
    }

    [SkippableFact]
    public async Task Client_that_may_not_take_over_stores_its_run_apart()
    {
        var user = await App.RegisterAsync("shikai");
        var other = new Phone(user, device: "other", start: "2024-11-22T14:30:00.000Z");
        (await other.AppendAsync(0, 100, seconds: 100)).ShouldBe(200);

        var said = await client.RunAsync(App.Address, user, takeover: false);

        // Once, and once more when the app was opened again.
        Assert.Equal(2, (int)said["questions"]!);
        AssertWhole((await user.Get($"/api/users/run/records/shikai/{said["id"]}")).ShouldBe(200));
        await other.ShouldHoldAsync(100);
    }

    [SkippableFact]
    public async Task Client_that_may_take_over_does_and_the_other_run_becomes_a_record()
    {
        var user = await App.RegisterAsync("shikai");
        var other = new Phone(user, device: "other", start: "2024-11-22T14:30:00.000Z");
        (await other.AppendAsync(0, 100, seconds: 100)).ShouldBe(200);

        var said = await client.RunAsync(App.Address, user, takeover: true);

        Assert.Equal(1, (int)said["questions"]!);
        AssertWhole((await user.Get("/api/users/run/data/shikai")).ShouldBe(200)["runData"]!);
        AssertWhole((await user.Get($"/api/users/run/records/shikai/{said["id"]}")).ShouldBe(200));
        Assert.Equal(2, (await user.Get("/api/users/run/records/shikai")).ShouldBe(200).AsArray().Count);
    }

    private static void AssertWhole(JsonNode run)
    {
        var expected = new JsonArray([.. Enumerable.Range(0, Seconds).Select(second => new JsonObject
        {
            ["latitude"] = Math.Round(31.2 + (second * 0.00003), 7),
            ["longitude"] = Math.Round(121.4 - (second * 0.00002), 7),
            ["id"] = second,
            ["at"] = second,
        })]);
        Assert.Equal(expected.ToJsonString(), run["markers"]!.ToJsonString());
        Assert.Equal((Seconds - 1) * 3, (int)run["meters"]!);
        Assert.Equal(Start, (string?)run["start"]);
    }

    private static int Count(string text, string lineStart) =>
        text.Split('\n').Count(line => line.StartsWith(lineStart, StringComparison.Ordinal));

    private static IEnumerable<(string Language, string Code)> Blocks(string text) =>
        Block().Matches(text).Select(block => (block.Groups["language"].Value, block.Groups["code"].Value));

    [GeneratedRegex("^```(?<language>\\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>The client, compiled.</summary>
    public sealed class Client : IAsyncLifetime
    {
        private readonly string _folder = Path.Combine(Node.Folder, "obj", $"live-upload-{Guid.NewGuid():N}");

        public async Task InitializeAsync()
        {
            Directory.CreateDirectory(_folder);
            if (!await Node.IsReadyAsync())
                return;
            foreach (var file in new[] { "live-upload.ts", "live-upload-run.ts", "package.json", "tsconfig.json" })
                File.Copy(Path.Combine(Node.Folder, "Docs", "web", file), Path.Combine(_folder, file));
            await Node.RunAsync("node_modules/typescript/bin/tsc", "-p", _folder);
        }

        public Task DisposeAsync()
        {
            Directory.Delete(_folder, recursive: true);
            return Task.CompletedTask;
        }

        /// <summary>Runs, and returns what the client says in the end.</summary>
        public async Task<JsonNode> RunAsync(Uri address, TestUser user, bool takeover)
        {
            var said = await Node.RunAsync(
                Path.Combine(_folder, "live-upload-run.js"),
                address.ToString(), user.Token, Start, Seconds.ToString("D", null), takeover ? "yes" : "no");
            return JsonNode.Parse(said)!;
        }
    }
}
