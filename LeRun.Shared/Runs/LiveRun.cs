using System.Text.Json.Serialization;
using LeRun.Runs.Privacy;
using LeRun.Runs.Tracks;
using LeRun.Storage;

namespace LeRun.Runs;

/// <summary>
/// The head of a runner's live run, one item a runner: where they are, and the last of their markers. Older markers are in
/// chunks (<see cref="MarkerChunk"/>), so that an upload rewrites a small item however long the run is.
/// </summary>
/// <remarks>
/// Markers are counted as the phone counts them, from the first of the run. <see cref="Next"/> of them are held without a gap:
/// those before <see cref="Folded"/> in the chunks, the rest in the <see cref="Tail"/>.
/// </remarks>
public sealed record LiveRun : CosmosItem
{
    /// <summary>The item's id in the runner's partition.</summary>
    public const string ItemId = "live";

    /// <summary>For how long after its last upload the members of a room see it.</summary>
    public static readonly TimeSpan ShownToFellows = TimeSpan.FromHours(24);

    /// <summary>The runner's account id: the partition.</summary>
    [JsonPropertyName("userId")]
    public required string AccountId { get; init; }

    /// <summary>The runner's username as registered.</summary>
    [JsonPropertyName("owner")]
    public required string Username { get; init; }

    /// <summary>The run as last uploaded.</summary>
    public required RunState Run { get; init; }

    /// <summary>How many markers the phone need not send again.</summary>
    public int Next { get; init; }

    /// <summary>How many markers are stored: fewer than <see cref="Next"/> once a long track was thinned.</summary>
    public int Count { get; init; }

    // Items from before there were blocks have neither tail nor samples: the serializer sets null then, not the initial value.

    /// <summary>The last markers, in the order of the track.</summary>
    public IReadOnlyList<MarkerBlock> Tail { get; init => field = value ?? []; } = [];

    /// <summary>Where the tail begins.</summary>
    public int Folded { get; init; }

    /// <summary>How many chunks there are.</summary>
    public int Chunks { get; init; }

    /// <summary>Where the last chunk begins.</summary>
    public int LastChunkFrom { get; init; }

    /// <summary>What uploads told since the last chunk.</summary>
    public IReadOnlyList<RunSample> Samples { get; init => field = value ?? []; } = [];

    /// <summary>How many samples the last chunk has.</summary>
    public int LastChunkSamples { get; init; }

    /// <summary>How many samples all chunks have.</summary>
    public int ChunkSamples { get; init; }

    /// <summary>The hash of all markers up to <see cref="Next"/>; null: whoever wrote last could not know it.</summary>
    public string? Hash { get; init; }

    /// <summary>The device that uploaded last; null: it did not say.</summary>
    public string? Device { get; init; }

    /// <summary>The record that the run became; null: it is not finished. Stays when the record is deleted.</summary>
    public string? RecordId { get; init; }

    /// <summary>The version that writers name: another one with every upload.</summary>
    public string VersionId { get; init => field = value ?? ""; } = "";

    /// <summary>When the last upload came.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Whether markers of it were left out because there were too many.</summary>
    [JsonIgnore]
    public bool IsThinned => Count < Next;

    /// <summary>The ids of its chunks.</summary>
    [JsonIgnore]
    public IEnumerable<string> ChunkIds => Enumerable.Range(0, Chunks).Select(index => MarkerChunk.IdOf(Run.Start, index));

    /// <summary>The same with the markers of the form before blocks as a block.</summary>
    public LiveRun Upgraded() => Run.Track is not { } track
        ? this
        : this with
        {
            Run = Run with { Track = null },
            Tail = track.Count == 0 ? [] : [new MarkerBlock(0, track.Count, track.Count, track.Data)],
            Next = track.Count,
            Count = track.Count,
        };
}

/// <summary>A live run with what is in its chunks.</summary>
/// <param name="Head">The live run.</param>
/// <param name="Blocks">All its markers, in the order of the track.</param>
/// <param name="Samples">All its samples, in the order of the uploads.</param>
public sealed record WholeLiveRun(LiveRun Head, IReadOnlyList<MarkerBlock> Blocks, IReadOnlyList<RunSample> Samples)
{
    /// <summary>What the runner lets others see; null if it was not read.</summary>
    public RunnerPrivacy? Privacy { get; init; }
}
