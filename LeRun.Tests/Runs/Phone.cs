using System.Globalization;
using System.Text.Json.Nodes;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs;

/// <summary>A phone on a run whose markers are told by their places.</summary>
internal sealed class Phone(TestUser user, string? device = null, string start = "2024-11-22T14:00:00Z")
{
    public const string Append = "/api/users/run/data/append";

    public TestUser User { get; } = user;

    /// <summary>The markers of a run from one place to another.</summary>
    public static JsonArray Markers(int from, int to) => [.. Enumerable.Range(from, to - from).Select(Marker)];

    public Task<Reply> AppendAsync(int from, int to, double seconds, bool takeover = false, TestApp? through = null)
    {
        var body = Body(from, to, seconds).With("takeover", takeover ? JsonValue.Create(true) : null);
        return (through?.As(User) ?? User).Post(Append, body);
    }

    public Task<Reply> PutAsync(int to, double seconds, TestApp? through = null)
    {
        var body = Body(0, to, seconds).With("from", null).With("device", null);
        return (through?.As(User) ?? User).Put("/api/users/run/data", new { runData = body });
    }

    public JsonObject Body(int from, int to, double seconds) => new()
    {
        ["start"] = start,
        ["from"] = from,
        ["markers"] = Markers(from, to),
        ["meters"] = seconds * 3,
        ["seconds"] = seconds,
        ["latitude"] = 31.2,
        ["longitude"] = 121.4,
        ["running"] = true,
        ["device"] = device,
    };

    public int NextOf(Reply reply) => (int)reply.ShouldBe(200)["next"]!;

    public async Task<JsonNode> ReadAsync() => (await User.Get($"/api/users/run/data/{User.Username}")).ShouldBe(200)["runData"]!;

    /// <summary>Asserts that exactly the markers before a place are held.</summary>
    public async Task ShouldHoldAsync(int next)
    {
        var held = (await ReadAsync())["markers"]!;
        Assert.True(
            JsonNode.DeepEquals(Markers(0, next), held),
            string.Create(CultureInfo.InvariantCulture, $"{held.AsArray().Count} markers instead of {next}: {Places(held)}"));
    }

    private static JsonNode Marker(int place) => new JsonObject
    {
        ["latitude"] = Math.Round(31.2 + (place * 0.00003), 7),
        ["longitude"] = Math.Round(121.4 - (place * 0.00002), 7),
        ["id"] = place,
    };

    private static string Places(JsonNode markers) =>
        string.Join(' ', markers.AsArray().Select(marker => marker!["id"]!.ToJsonString()));
}
