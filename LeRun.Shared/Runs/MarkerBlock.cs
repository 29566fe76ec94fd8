using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeRun.Runs.Tracks;
using LeRun.Storage;

namespace LeRun.Runs;

/// <summary>Markers that follow one another. Stored as one text: the tail of a live run has a dozen of them.</summary>
/// <param name="From">The first one's place in the run.</param>
/// <param name="To">The place behind the last one's.</param>
/// <param name="Count">How many there are: fewer than the places once they were thinned.</param>
/// <param name="Data">As in <see cref="PackedTrack"/>.</param>
[JsonConverter(typeof(MarkerBlockJson))]
public sealed record MarkerBlock(int From, int To, int Count, string Data)
{
    /// <summary>Packs markers that were not thinned.</summary>
    public static MarkerBlock Of(int from, Track markers) =>
        new(from, from + markers.Count, markers.Count, PackedTrack.Of(markers).Data);

    /// <summary>Unpacks the markers.</summary>
    public Track Unpack() => new PackedTrack(Count, Data).Unpack();

    /// <summary>The same places with every second marker left out.</summary>
    public MarkerBlock Thin()
    {
        var thin = Unpack().Thin();
        return this with { Count = thin.Count, Data = PackedTrack.Of(thin).Data };
    }

    /// <summary>Several blocks that follow one another as one.</summary>
    public static MarkerBlock Join(IReadOnlyList<MarkerBlock> blocks)
    {
        var track = Track.Concat([.. blocks.Select(block => block.Unpack())]);
        return new MarkerBlock(blocks[0].From, blocks[^1].To, track.Count, PackedTrack.Of(track).Data);
    }
}

/// <summary>Markers of a live run that are no longer in its tail.</summary>
public sealed record MarkerChunk : CosmosItem
{
    /// <summary>What tells chunks from the other items of a runner.</summary>
    public const string ItemType = "chunk";

    /// <summary>The runner's account id: the partition.</summary>
    [JsonPropertyName("userId")]
    public required string AccountId { get; init; }

    /// <summary>The markers, in the order of the track.</summary>
    public required IReadOnlyList<MarkerBlock> Blocks { get; init; }

    /// <summary>What the uploads told that brought them, in groups as they came: a patch adds no more than ten things.</summary>
    public IReadOnlyList<IReadOnlyList<RunSample>> Samples { get; init => field = value ?? []; } = [];

    /// <summary>The id of a chunk of the run that began then.</summary>
    /// <param name="start">The start of the run.</param>
    /// <param name="index">Its place among the run's chunks.</param>
    public static string IdOf(DateTimeOffset start, int index) => $"chunk-{start.ToUnixTimeMilliseconds()}-{index}";
}

/// <summary>Writes a block as <c>from-to-count-data</c>.</summary>
public sealed class MarkerBlockJson : JsonConverter<MarkerBlock>
{
    /// <inheritdoc/>
    public override MarkerBlock Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var parts = reader.GetString()!.Split('-', 4);
        return new MarkerBlock(Number(parts[0]), Number(parts[1]), Number(parts[2]), parts[3]);

        static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, MarkerBlock value, JsonSerializerOptions options) =>
        writer.WriteStringValue(string.Create(
            CultureInfo.InvariantCulture, $"{value.From}-{value.To}-{value.Count}-{value.Data}"));
}
