using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using LeRun.Bench.Load;
using LeRun.Runs.Tracks;

namespace LeRun.Bench.Pieces;

/// <summary>What is done with markers on their way from a request to storage and back.</summary>
[MemoryDiagnoser, InProcess, WarmupCount(5), IterationCount(8)]
public class TrackBenchmarks
{
    private byte[] _json = [];
    private Track _track = Track.Empty;
    private PackedTrack _packed = PackedTrack.Of(Track.Empty);

    /// <summary>How many markers there are.</summary>
    [Params(10, 300, 3_600, 50_000)]
    public int Markers { get; set; }

    /// <summary>Makes the markers.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _json = Encoding.UTF8.GetBytes(PhoneJson.Markers(0, Markers));
        _track = Read().Track;
        _packed = Pack();
    }

    /// <summary>From JSON into columns.</summary>
    [Benchmark]
    public TrackInput Read() => JsonSerializer.Deserialize<TrackInput>(_json)!;

    /// <summary>From columns to JSON.</summary>
    [Benchmark]
    public int Write()
    {
        using var output = new MemoryStream(_json.Length);
        JsonSerializer.Serialize(output, _track);
        return (int)output.Length;
    }

    /// <summary>From columns to what is stored.</summary>
    [Benchmark]
    public PackedTrack Pack() => PackedTrack.Of(_track);

    /// <summary>From what is stored to columns.</summary>
    [Benchmark]
    public Track Unpack() => _packed.Unpack();

    /// <summary>The chained hash by which a PUT finds what is new.</summary>
    [Benchmark]
    public string Hash() => _track.Hash();
}
