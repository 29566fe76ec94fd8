using LeRun.Runs.Tracks;
using LeRun.Tests.Support;
using static LeRun.Tests.Runs.Privacy.Route;

namespace LeRun.Tests.Runs.Privacy;

/// <summary>What a stranger can make of very many runs that begin and end at one home.</summary>
public class HomeAttackTests : ApiTests
{
    private const int Runs = 500;

    [Theory]
    // Along the street, up and down it seven times out of eight to one side; with a zone in all directions alike.
    [InlineData("street")]
    [InlineData("zone, all directions")]
    public async Task Centroid_of_what_others_see_of_many_runs_is_not_the_home(string habit)
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        var isZone = habit != "street";
        (await user.SetPrivacyAsync(new
        {
            defaultVisibility = "public",
            zones = isZone ? new[] { new { latitude = Home.Latitude, longitude = Home.Longitude, radius = 300 } } : [],
        })).ShouldBe(200);
        var random = new Random(4);
        for (var run = 0; run < Runs; run++)
        {
            var direction = isZone ? random.NextDouble() * 2 * Math.PI : 0.3 + (random.Next(8) == 0 ? Math.PI : 0);
            var start = DateTimeOffset.UnixEpoch.AddDays(19_000 + run).ToString("O");
            (await user.Post(Post, new { runRecord = Run(OutAndBack(Home, direction, 6_000, step: 50), start) })).ShouldBe(200);
        }

        var ends = new List<GeoPoint>();
        var path = "/api/users/run/records/shikai?include=markers&limit=200";
        while (path is not null)
        {
            var page = await other.Get(path);
            foreach (var record in page.ShouldBe(200).AsArray())
            {
                var points = record!.Points();
                ends.AddRange([points[0], points[^1]]);
            }

            path = page.Next;
        }

        Assert.Equal(2 * Runs, ends.Count);
        Assert.All(ends, end => Assert.True(end.DistanceTo(Home) >= (isZone ? 300 : 200)));
        var centroid = new GeoPoint(ends.Average(end => end.Latitude), ends.Average(end => end.Longitude));
        Assert.True(centroid.DistanceTo(Home) >= 150, $"{centroid.DistanceTo(Home):F0} m");
    }

    [Fact]
    public async Task Noise_of_a_phone_that_lies_at_home_does_not_use_up_the_trim()
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        var random = new Random(1);
        var noise = Enumerable.Range(0, 600).Select(_ => Home.Moved(random.NextDouble() * 15, random.NextDouble() * 6));

        var own = await user.PublishAsync(Run(noise.Concat(Straight(Home, 1, 4_000))));

        var seen = (await other.Get(PathOf(user, own))).ShouldBe(200).Points();
        Assert.InRange(seen[0].DistanceTo(Home), 185, 420);
    }

    [Fact]
    public async Task Zone_holds_only_the_ends_that_lie_in_it_and_the_trim_counts_along_the_way()
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        var middle = Home.Moved(2_500, 0);
        var zone = new { name = "work", latitude = middle.Latitude, longitude = middle.Longitude, radius = 300 };
        var own = await user.PublishAsync(Run(Straight(Home, 0, 5_000)));
        (await user.SetPrivacyAsync(new { trimMeters = 600, zones = new[] { zone } })).ShouldBe(200);

        var seen = (await other.Get(PathOf(user, own))).ShouldBe(200).Points();

        Assert.InRange(seen[0].DistanceTo(Home), 600, 811);
        Assert.Contains(seen, point => point.DistanceTo(middle) < 20);
        var from = await user.PublishAsync(Run(Straight(middle, 0, 5_000), "2024-11-21T06:00:00Z"));
        (await user.SetPrivacyAsync(new { trimMeters = 0 })).ShouldBe(200);
        Assert.True((await other.Get(PathOf(user, from))).ShouldBe(200).Points()[0].DistanceTo(middle) > 300);
    }

    [Fact]
    public async Task Zone_of_one_system_holds_the_ends_of_a_run_in_the_other()
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        var zone = new { latitude = Home.Latitude, longitude = Home.Longitude, radius = 150 };
        (await user.SetPrivacyAsync(new { trimMeters = 0, zones = new[] { zone } })).ShouldBe(200);
        var home = CoordinateSystems.Convert(Home, "wgs84", "gcj02");
        Assert.True(home.DistanceTo(Home) > 300);

        var own = await user.PublishAsync(Run(Straight(home, 1, 4_000)).With("coordinateSystem", "gcj02"));

        var seen = (await other.Get(PathOf(user, own))).ShouldBe(200).Points();
        Assert.True(seen[0].DistanceTo(home) >= 150);
    }
}
