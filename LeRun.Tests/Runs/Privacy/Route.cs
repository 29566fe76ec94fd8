using System.Text.Json.Nodes;
using LeRun.Runs.Tracks;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs.Privacy;

/// <summary>Runs along ways on the ground.</summary>
internal static class Route
{
    public const string Post = "/api/users/run/record";
    public const string Settings = "/api/users/me/privacy";

    /// <summary>A home in Shanghai.</summary>
    public static readonly GeoPoint Home = new(31.2304, 121.4737);

    /// <summary>Points along a straight way.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="direction">In radians from east towards north.</param>
    /// <param name="meters">How long it is.</param>
    /// <param name="step">The distance between two points.</param>
    public static IEnumerable<GeoPoint> Straight(GeoPoint from, double direction, double meters, double step = 10)
    {
        for (var at = 0.0; at <= meters; at += step)
            yield return from.Moved(at, direction);
    }

    /// <summary>There and back again.</summary>
    public static IEnumerable<GeoPoint> OutAndBack(GeoPoint from, double direction, double meters, double step = 10)
    {
        var way = Straight(from, direction, meters / 2, step).ToList();
        return way.Concat(way.AsEnumerable().Reverse().Skip(1));
    }

    /// <summary>A run along points, at 3 m/s, with everything that a marker may have.</summary>
    public static JsonObject Run(IEnumerable<GeoPoint> points, string start = "2024-11-22T06:00:00Z")
    {
        var (markers, meters, last) = (new JsonArray(), 0.0, (GeoPoint?)null);
        foreach (var point in points)
        {
            meters += last?.DistanceTo(point) ?? 0;
            last = point;
            markers.Add(new JsonObject
            {
                ["latitude"] = Math.Round(point.Latitude, 7),
                ["longitude"] = Math.Round(point.Longitude, 7),
                ["id"] = markers.Count + 1,
                ["at"] = Math.Round(meters / 3, 3),
                ["altitude"] = Math.Round(10 + (meters / 100), 2),
                ["accuracy"] = 5,
            });
        }

        return new JsonObject
        {
            ["start"] = start,
            ["meters"] = Math.Round(meters, 1),
            ["seconds"] = Math.Round(meters / 3, 1),
            ["markers"] = markers,
        };
    }

    /// <summary>Stores a run, makes it public, and returns it as its runner sees it.</summary>
    public static async Task<JsonNode> PublishAsync(this TestUser user, JsonObject run)
    {
        var record = (await user.Post(Post, new { runRecord = run })).ShouldBe(200);
        return (await user.Put(PathOf(user, record), new { visibility = "public" })).ShouldBe(200);
    }

    public static string PathOf(TestUser user, JsonNode record) => $"/api/users/run/records/{user.Username}/{record["_id"]}";

    public static GeoPoint[] Points(this JsonNode record) =>
        [.. record["markers"]!.AsArray().Select(marker =>
            new GeoPoint((double)marker!["latitude"]!, (double)marker["longitude"]!))];

    public static Task<Reply> SetPrivacyAsync(this TestUser user, object privacy) => user.Put(Settings, privacy);
}
