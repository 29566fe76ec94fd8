using System.Text.Json;
using System.Text.Json.Nodes;
using LeRun.Runs.Tracks;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using static LeRun.Tests.Runs.Privacy.Route;

namespace LeRun.Tests.Runs.Privacy;

/// <summary>
/// The matrix of who sees where somebody was, over every route that shows it. A route that is missing here fails
/// <see cref="Architecture.PositionWallTests"/>.
/// </summary>
public class WhoSeesWhatTests : ApiTests
{
    // What a reader sees: all of it, all but the ends, meters without a position, nothing (404, 403 or 401), or that the route
    // answers with the caller's own and nobody else's.
    private static readonly Row[] Matrix =
    [
        new("RunsGetRecord", "a public one", "all", Fellow: "cut", Stranger: "cut", Blocked: "404", Anonymous: "401",
            s => s.Get(s.Public)),
        new("RunsGetRecord", "a private one", "all", Fellow: "404", Stranger: "404", Blocked: "404", Anonymous: "401",
            s => s.Get(s.Private)),
        new("RunsListRecords", "with markers", "all", Fellow: "cut", Stranger: "cut", Blocked: "404", Anonymous: "401",
            s => s.Get("/api/users/run/records/shikai?include=markers&limit=1")),
        new("RunsGetData", "", "all", Fellow: "hidden", Stranger: "403", Blocked: "403", Anonymous: "401",
            s => s.Get("/api/users/run/data/shikai")),
        new("RoomsGet", "", "all", Fellow: "hidden", Stranger: "nothing", Blocked: "hidden", Anonymous: "401",
            s => s.Get($"/api/runRoom/{s.RunID}")),
        new("RunsExportRecord", "a public one", "all", Fellow: "cut", Stranger: "cut", Blocked: "404", Anonymous: "401",
            s => s.Get(s.Public + "/file?format=geojson")),
        new("RunsExportRecord", "a private one", "all", Fellow: "404", Stranger: "404", Blocked: "404", Anonymous: "401",
            s => s.Get(s.Private + "/file?format=geojson")),
        new("RunsGetRoute", "a public one", "200", Fellow: "200", Stranger: "200", Blocked: "404", Anonymous: "200",
            s => s.Get(s.Public + "/route?format=svg")),
        new("RunsGetRoute", "a private one", "200", Fellow: "404", Stranger: "404", Blocked: "404", Anonymous: "404",
            s => s.Get(s.Private + "/route?format=svg")),
        // Below, nobody asks for another's run: what is answered is the caller's own, or names no member's position.
        new("RunsPostRecord", "", "own", "own", "own", "own", "401", s => s.Post(Post, new { runRecord = s.Mine })),
        new("RunsImportRecord", "", "nothing", "nothing", "nothing", "nothing", "401", s => s.Post(
            "/api/users/run/import", new StringContent(
                "<TrainingCenterDatabase><Activities><Activity><Lap StartTime='2024-11-19T06:00:00Z'>"
                + "<TotalTimeSeconds>60</TotalTimeSeconds></Lap></Activity></Activities></TrainingCenterDatabase>"))),
        new("RunsUpdateRecord", "", "all", "403", "403", "403", "401", s => s.Put(s.Private, new { kind = "run" })),
        new("RunsPutData", "", "own", "own", "own", "own", "401", s => s.Put("/api/users/run/data", new { runData = s.Mine })),
        new("RunsAppendData", "with news of the room", "own", "hidden", "nothing", "hidden", "401",
            s => s.Post($"/api/users/run/data/append?room={s.RunID}", s.Mine.DeepClone().AsObject().With("from", 0))),
        new("RunsDropData", "", "own", "own", "own", "own", "401", s => s.Delete("/api/users/run/data")),
        new("RoomsUpdate", "a rename", "nothing", "403", "403", "403", "401",
            s => s.Post("/api/runRoom/update", new { runID = s.RunID, name = "n" })),
        new("RoomsJoin", "", "nothing", "nothing", "nothing", "nothing", "401",
            s => s.Post("/api/runRoom/join", new { runID = s.RunID })),
        new("RoomsCreate", "", "nothing", "nothing", "nothing", "nothing", "401", s => s.Post("/api/runRoom/create", new { })),
        new("RoomsList", "", "nothing", "nothing", "nothing", "nothing", "401", s => s.Get("/api/runRoom/all")),
        new("RoomsListMine", "", "nothing", "nothing", "nothing", "nothing", "401", s => s.Get("/api/runRoom/mine")),
        new("RunsDeleteRecord", "", "all", "403", "403", "403", "401", s => s.Delete(s.Private)),
        new("RoomsLeave", "", "nothing", "nothing", "403", "nothing", "401",
            s => s.Post("/api/runRoom/leave", new { runID = s.RunID })),
        new("RoomsDelete", "", "nothing", "403", "403", "403", "401",
            s => s.Delete("/api/runRoom/delete", new { runID = s.RunID })),
    ];

    /// <summary>The functions of the matrix.</summary>
    public static IReadOnlyList<string> Functions { get; } =
        [.. Matrix.Select(row => row.Function).Distinct(StringComparer.Ordinal)];

    /// <summary>The names of the rows.</summary>
    public static IEnumerable<object[]> Rows => Matrix.Select(row => new object[] { row.Function, row.What });

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Everyone_sees_what_is_theirs_to_see(string function, string what)
    {
        var row = Matrix.Single(row => row.Function == function && row.What == what);
        var (user, fellow) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        var (stranger, blocked) = (await App.RegisterAsync("wangwu"), await App.RegisterAsync("badguy"));
        var zone = new { latitude = Home.Latitude, longitude = Home.Longitude, radius = 2_000 };
        var own = await user.PublishAsync(Run(Straight(Home, 0.5, 6_000)));
        var secret = Run(Straight(Home, 1, 5_000), "2024-11-21T06:00:00Z");
        var hidden = (await user.Post(Post, new { runRecord = secret })).ShouldBe(200);
        // For the runner the host's, for the others not.
        var runID = await user.OpenAsync(null, fellow, blocked);
        (await user.Put("/api/users/me/blocks/badguy")).ShouldBe(200);
        var live = Run(Straight(Home, 1, 1_000), "2024-11-22T12:00:00Z");
        await user.UploadAsync(live.With("latitude", Home.Latitude).With("longitude", Home.Longitude));
        (await user.SetPrivacyAsync(new { hideInRooms = true, zones = new[] { zone } })).ShouldBe(200);

        (string Kind, ApiClient Client, string Sees)[] readers =
        [
            ("anonymous", Anonymous, row.Anonymous), ("stranger", stranger, row.Stranger), ("blocked", blocked, row.Blocked),
            ("fellow", fellow, row.Fellow), ("runner", user, row.Runner),
        ];
        foreach (var (kind, client, sees) in readers)
        {
            var mine = Run(Straight(Home.Moved(50_000, 2), 1, 1_000), "2024-11-22T13:00:00Z");
            if (kind is "stranger" or "fellow" or "blocked")
                (await client.Put("/api/users/run/data", new { runData = Scene.With(mine) })).ShouldBe(200);
            var scene = new Scene(client, PathOf(user, own), PathOf(user, hidden), runID, Scene.With(mine));
            var reply = await row.Call(scene);
            var isJson = reply.Status == 200 && reply.ContentType!.EndsWith("json", StringComparison.Ordinal);
            var home = isJson ? NearHome(reply.Json) : 0;
            var expected = sees switch
            {
                "all" => reply.Status == 200 && home > 50,
                "cut" or "own" => reply.Status == 200 && (kind == "runner" || home == 0),
                "hidden" => reply.Status == 200 && home == 0 && reply.Text.Contains("\"meters\"", StringComparison.Ordinal),
                "nothing" => reply.Status == 200 && home == 0 && !reply.Text.Contains("\"latitude\"", StringComparison.Ordinal),
                _ => reply.Status.ToString(System.Globalization.CultureInfo.InvariantCulture) == sees,
            };
            Assert.True(expected, $"{row.Function} {row.What} by {kind}: {sees} expected, {reply.Status} with {home} places");
            if (sees == "cut")
            {
                var place = function == "RunsExportRecord" ? "LineString" : "\"latitude\"";
                Assert.Contains(place, reply.Text, StringComparison.Ordinal);
            }
        }
    }

    // How many places of a response lie in the zone around the home, or within the trim.
    private static int NearHome(JsonNode? node) => node switch
    {
        JsonObject place when place["latitude"] is { } latitude && place["longitude"] is { } longitude =>
            (new GeoPoint((double)latitude, (double)longitude).DistanceTo(Home) < 2_000 ? 1 : 0)
                + place.Sum(field => NearHome(field.Value)),
        JsonObject other => other.Sum(field => NearHome(field.Value)),
        // A position of GeoJSON.
        JsonArray { Count: >= 2 } place when place[1] is JsonValue value && value.GetValueKind() == JsonValueKind.Number =>
            new GeoPoint((double)place[1]!, (double)place[0]!).DistanceTo(Home) < 2_000 ? 1 : 0,
        JsonArray items => items.Sum(NearHome),
        _ => 0,
    };

    private sealed record Row(
        string Function, string What, string Runner, string Fellow, string Stranger, string Blocked, string Anonymous,
        Func<Scene, Task<Reply>> Call);

    private sealed record Scene(ApiClient Client, string Public, string Private, int RunID, JsonObject Mine)
    {
        public static JsonObject With(JsonObject run) =>
            run.With("latitude", (double)run["markers"]![0]!["latitude"]!)
                .With("longitude", (double)run["markers"]![0]!["longitude"]!);

        public Task<Reply> Get(string path) => Client.Get(path);

        public Task<Reply> Post(string path, object body) => Client.Post(path, body);

        public Task<Reply> Put(string path, object body) => Client.Put(path, body);

        public Task<Reply> Delete(string path, object? body = null) => Client.Delete(path, body);
    }
}
