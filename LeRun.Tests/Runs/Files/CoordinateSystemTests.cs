using LeRun.Runs.Tracks;
using static LeRun.Runs.Tracks.CoordinateSystems;

namespace LeRun.Tests.Runs.Files;

/// <summary>WGS-84 and GCJ-02.</summary>
public class CoordinateSystemTests
{
    [Fact]
    public void Hundred_thousand_places_come_back_within_half_a_metre()
    {
        var random = new Random(7);
        for (var i = 0; i < 100_000; i++)
        {
            // A kilometre within the box that the formulas hold in.
            var place = new GeoPoint(0.85 + (random.NextDouble() * 54.95), 72.03 + (random.NextDouble() * 65.78));
            var back = Convert(Convert(place, Wgs84, Gcj02), Gcj02, Wgs84);
            Assert.True(place.DistanceTo(back) < 0.5, $"{place} comes back as {back}");
        }
    }

    [Theory]
    // Known pairs: 天安门, 外滩, 香港.
    [InlineData(39.908823, 116.397470, 39.910226, 116.403714)]
    [InlineData(31.230400, 121.473700, 31.228452, 121.478206)]
    [InlineData(22.279400, 114.162600, 22.276654, 114.167510)]
    public void Places_in_china_move_by_hundreds_of_metres(double latitude, double longitude, double north, double east)
    {
        var moved = Convert(new GeoPoint(latitude, longitude), null, Gcj02);

        Assert.InRange(moved.DistanceTo(new GeoPoint(north, east)), 0, 12);
        Assert.InRange(moved.DistanceTo(new GeoPoint(latitude, longitude)), 100, 800);
    }

    [Theory]
    [InlineData(52.52, 13.405)]
    [InlineData(-33.87, 151.21)]
    [InlineData(37.7749, -122.4194)]
    [InlineData(90, 180)]
    public void Places_outside_of_the_box_stay(double latitude, double longitude)
    {
        var place = new GeoPoint(latitude, longitude);

        Assert.Equal(place, Convert(place, Wgs84, Gcj02));
        Assert.Equal(place, Convert(place, Gcj02, Wgs84));
        Assert.Equal(new GeoPoint(31.2, 121.4), Convert(new GeoPoint(31.2, 121.4), Gcj02, Gcj02));
    }
}
