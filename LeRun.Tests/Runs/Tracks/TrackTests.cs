using System.Text.Json.Nodes;
using LeRun.Runs.Tracks;

namespace LeRun.Tests.Runs.Tracks;

public class TrackTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Track_is_read_packed_unpacked_and_written_to_the_precision_of_its_columns(int seed)
    {
        var markers = RandomTrack.Markers(new Random(seed), seed * 7);

        var track = RandomTrack.Of(markers);
        var unpacked = PackedTrack.Of(track).Unpack();

        Assert.Equal(RandomTrack.MarkersOf(track), RandomTrack.MarkersOf(unpacked));
        Assert.Equal(RandomTrack.Write(track), RandomTrack.Write(unpacked));
        Assert.Equal(RandomTrack.Write(track), RandomTrack.Write(RandomTrack.Read(RandomTrack.Write(track)).Track));
        Assert.All(markers.Zip(RandomTrack.MarkersOf(unpacked)), pair =>
        {
            Assert.Equal(pair.First.Latitude!.Value, pair.Second.Latitude!.Value, 5.1e-8);
            Assert.Equal(pair.First.Longitude!.Value, pair.Second.Longitude!.Value, 5.1e-8);
            Assert.Equal(pair.First.Id, pair.Second.Id);
            AssertNear(pair.First.At, pair.Second.At, 0.00051);
            AssertNear(pair.First.Altitude, pair.Second.Altitude, 0.0051);
            AssertNear(pair.First.Accuracy, pair.Second.Accuracy, 0.0051);
        });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Slices_put_together_are_the_track(int seed)
    {
        var random = new Random(seed);
        // Only the second part has the optional columns, as when a phone learns its altitude on the way.
        var plain = RandomTrack.Markers(random, 20)
            .Select(marker => new Marker { Latitude = marker.Latitude, Longitude = marker.Longitude });
        var track = RandomTrack.Of(plain.Concat(RandomTrack.Markers(random, 20).Select(marker => marker with { At = null })));
        var cut = random.Next(41);

        var joined = Track.Concat([track.Slice(0, cut), track.Slice(cut)]);

        Assert.Equal(RandomTrack.Write(track), RandomTrack.Write(joined));
        Assert.Equal(track.Hash(), track.Slice(cut).Hash(track.Hash(end: cut)));
        Assert.Equal(track.Hash(), joined.Hash());
    }

    [Fact]
    public void Hash_tells_any_marker_and_any_column_apart()
    {
        Marker[] markers = RandomTrack.Markers(new Random(1), 10);
        var hash = RandomTrack.Of(markers).Hash();

        Marker[] others =
        [
            markers[4] with { Latitude = markers[4].Latitude + 2e-7 },
            markers[4] with { Longitude = markers[4].Longitude + 2e-7 },
            markers[4] with { Id = 5 },
            markers[4] with { At = 5 },
            markers[4] with { Altitude = 5 },
            markers[4] with { Accuracy = 5 },
        ];
        var hashes = others.Select(other => RandomTrack.Of([.. markers[..4], other]).Hash()).Append(hash);

        Assert.Equal(7, hashes.Distinct().Count());
    }

    [Fact]
    public void Five_markers_of_a_runner_take_at_most_60_characters()
    {
        var track = RandomTrack.Of(Enumerable.Range(100, 5).Select(i => new Marker
        {
            Latitude = 31.2304 + (i * 2.7e-5),
            Longitude = 121.4737 + (i * 1.1e-5),
            Id = i,
        }));

        Assert.True(PackedTrack.Of(track).Data.Length <= 60, PackedTrack.Of(track).Data);
    }

    [Theory]
    [InlineData("37.7749", "37.7749")]
    [InlineData("-0.0000001", "-0.0000001")]
    [InlineData("-0.5", "-0.5")]
    [InlineData("-0.0", "0")]
    [InlineData("0.00000004", "0")]
    [InlineData("37.774910000000006", "37.77491")]
    [InlineData("9e1", "90")]
    [InlineData("1.5E-3", "0.0015")]
    [InlineData("90", "90")]
    [InlineData("-12", "-12")]
    public void Coordinates_are_written_as_short_as_they_are(string sent, string written)
    {
        var track = RandomTrack.Read($$"""[{"latitude":{{sent}},"longitude":180}]""").Track;

        Assert.Equal($$"""[{"latitude":{{written}},"longitude":180,"id":null}]""", RandomTrack.Write(track));
        Assert.Equal(double.Parse(written, System.Globalization.CultureInfo.InvariantCulture), track[0].Latitude);
    }

    [Theory]
    [InlineData("AA==")]
    [InlineData("Af//////////fw==")]
    [InlineData("AQI=")]
    [InlineData("AQEA")]
    public void Damage_is_a_format_exception(string packed) =>
        Assert.Throws<FormatException>(() => MarkerCodec.Unpack(Convert.FromBase64String(packed)));

    [Theory]
    [InlineData("""[{"longitude":1}]""", "[0].latitude")]
    [InlineData("""[{"latitude":1,"longitude":1},{"latitude":1,"longitude":180.1}]""", "[1].longitude")]
    [InlineData("""[{"latitude":1,"longitude":1},null]""", "[1]")]
    [InlineData("""[[1,2]]""", "[0]")]
    [InlineData("""[{"latitude":"1","longitude":1}]""", "[0].latitude")]
    [InlineData("""[{"latitude":{"a":[1]},"longitude":1}]""", "[0].latitude")]
    [InlineData("""[{"latitude":1,"latitude":2,"longitude":1}]""", "[0].latitude")]
    [InlineData("""[{"latitude":1,"longitude":1,"id":1.5}]""", "[0].id")]
    [InlineData("""[{"latitude":1,"longitude":1,"id":true}]""", "[0].id")]
    [InlineData("""[{"latitude":1,"longitude":1,"at":-1}]""", "[0].at")]
    [InlineData("""[{"latitude":1,"longitude":1,"at":2},{"latitude":1,"longitude":1,"at":1.999}]""", "[1].at")]
    [InlineData("""[{"latitude":1,"longitude":1,"altitude":1e300}]""", "[0].altitude")]
    [InlineData("""[{"latitude":1e999,"longitude":1}]""", "[0].latitude")]
    public void First_marker_that_breaks_a_rule_is_named(string json, string path)
    {
        var input = RandomTrack.Read(json);
        var validation = new Validation();

        input.Check(validation, "markers.");

        Assert.Equal($"markers{path}", Assert.Single(validation.Failure!.Errors).Key);
    }

    [Fact]
    public void Fields_that_are_not_known_and_unknown_accuracies_are_left_out()
    {
        const string Sent = """
            [{"speed":[{"x":1}],"latitude":1,"longitude":2,"id":"7","at":0,"altitude":-3.255,"accuracy":-1,"more":{"a":null}}]
            """;

        var written = JsonNode.Parse(RandomTrack.Write(RandomTrack.Read(Sent).Track))!;

        Assert.Equal("""[{"latitude":1,"longitude":2,"id":7,"at":0,"altitude":-3.26}]""", written.ToJsonString());
    }

    private static void AssertNear(double? expected, double? actual, double tolerance)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } number)
            Assert.Equal(number, actual!.Value, tolerance);
    }
}
