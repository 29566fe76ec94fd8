using System.IO.Compression;
using System.Net.Http.Headers;

namespace LeRun.Tests.Support;

/// <summary>Compressed bodies.</summary>
public static class Compressed
{
    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>A request's body whose coding is <paramref name="coding"/>, by its own account.</summary>
    public static ByteArrayContent Content(byte[] packed, string coding = "gzip", string type = "application/json")
    {
        var content = new ByteArrayContent(packed) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        return content;
    }

    /// <summary>What a response says, decoded as it says.</summary>
    public static byte[] Decode(this Reply reply)
    {
        using var packed = new MemoryStream(reply.Bytes);
        using Stream stream = reply.Headers.GetValueOrDefault("Content-Encoding") switch
        {
            null => packed,
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            var other => throw new InvalidOperationException(other),
        };
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
