using System.IO.Compression;
using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace LeRun.Bench.Pieces;

/// <summary>What compressing a list of 100 posts costs; what it saves is told before.</summary>
[MemoryDiagnoser, InProcess, WarmupCount(5), IterationCount(8)]
public class CompressionBenchmarks
{
    private static readonly string[] Words =
    [
        "run", "river", "morning", "kilometres", "rain", "legs", "pace", "again", "slow", "shoes", "marathon", "sun", "park",
        "晨跑", "公里", "配速", "下雨", "公园", "马拉松", "加油",
    ];

    private byte[] _json = [];

    /// <summary>The coding, and how hard it tries.</summary>
    [Params("br fastest", "br optimal", "gzip fastest", "gzip optimal")]
    public string Coding { get; set; } = "";

    /// <summary>Makes the list.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _json = JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(0, 100).Select(Post));
        Console.WriteLine($"// {Coding}: {_json.Length} bytes become {Compress()}");
    }

    /// <summary>Compresses the list.</summary>
    [Benchmark]
    public long Compress()
    {
        using var packed = new MemoryStream();
        var level = Coding.EndsWith("fastest", StringComparison.Ordinal) ? CompressionLevel.Fastest : CompressionLevel.Optimal;
        using (Stream stream = Coding.StartsWith("br", StringComparison.Ordinal)
            ? new BrotliStream(packed, level, leaveOpen: true)
            : new GZipStream(packed, level, leaveOpen: true))
        {
            stream.Write(_json);
        }

        return packed.Length;
    }

    // As GET /users/share/posts shows them; ids, times and words that differ.
    private static object Post(int number) => new
    {
        _id = Convert.ToHexStringLower(BitConverter.GetBytes(Mix(number))) + "7000aab133c1f17a",
        username = $"runner{number % 17}",
        nickname = $"Runner {number % 17}",
        profilePic = number % 3 == 0 ? null : $"https://example.com/api/users/profilepic/runner{number % 17}/image?v={number}",
        title = Text(number, 4),
        content = Text(number + 1_000, 40),
        likes = Mix(number) % 50,
        comments = Mix(number + 5) % 9,
        createdAt = DateTimeOffset.UnixEpoch.AddSeconds(1_732_000_000 + (number * 977)),
        updatedAt = DateTimeOffset.UnixEpoch.AddSeconds(1_732_000_000 + (number * 977)),
        __v = number % 4,
    };

    private static string Text(int seed, int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(index => Words[Mix((seed * 64) + index) % (ulong)Words.Length]));

    private static ulong Mix(int value)
    {
        var mixed = (ulong)value * 0x9E37_79B9_7F4A_7C15;
        return (mixed ^ (mixed >> 29)) * 0xBF58_476D_1CE4_E5B9 >> 7;
    }
}
