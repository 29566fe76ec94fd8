using System.IO.Compression;
using System.Text;
using static LeRun.Tests.Users.Pictures.PictureParserTests;
using static LeRun.Tests.Users.Pictures.Splice;

namespace LeRun.Tests.Users.Pictures;

public class PngTests
{
    private static readonly byte[] SecretBytes = Encoding.ASCII.GetBytes(Secret);

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Exif_goes_but_its_orientation_stays(int orientation)
    {
        var picture = Strip(IntoPng(SamplePictures.Png, PngChunk("eXIf", Exif(orientation))));

        Assert.Equal(orientation != 1, Contains(picture.Bytes, "eXIf"));
    }

    [Fact]
    public void Texts_times_and_unknown_chunks_go()
    {
        var picture = Strip(IntoPng(
            SamplePictures.Png,
            PngChunk("tEXt", [.. "Comment\0"u8, .. SecretBytes]),
            PngChunk("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. SecretBytes]),
            PngChunk("tIME", SecretBytes),
            PngChunk("prVt", SecretBytes)));

        Assert.Equal(Accept(SamplePictures.Png).Bytes, picture.Bytes.ToArray());
    }

    [Fact]
    public void Colour_profile_stays_under_a_plain_name()
    {
        var upload = IntoPng(SamplePictures.Png, PngChunk("iCCP", [.. SecretBytes, 0, 0, .. Deflate(Profile())]));

        Assert.True(Contains(Strip(upload).Bytes, "iCCPICC\0\0"));
    }

    [Fact]
    public void Animation_becomes_its_still_picture() =>
        Strip(IntoPng(SamplePictures.Png, PngChunk("acTL", SecretBytes), PngChunk("fdAT", SecretBytes)));

    [Fact]
    public void Wrong_checksum_is_refused()
    {
        byte[] png = [.. SamplePictures.Png];
        png[40] ^= 1;

        Assert.Equal("The PNG is damaged: a checksum is wrong.", Refuse(png));
    }

    [Theory]
    [InlineData(23, 0)]
    [InlineData(25, 0)]
    [InlineData(24, 1)]
    [InlineData(24, -1)]
    public void Pixels_short_of_the_headers_size_are_refused(int height, int difference)
    {
        // 8-bit grey: a filter byte and 40 pixels a row.
        var pixels = new byte[(24 * 41) + difference];

        Assert.Contains("fewer or more", Refuse(Grey(height, Deflate(pixels))), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_hidden_behind_the_pixels_are_refused()
    {
        var pixels = Deflate(new byte[24 * 41]);

        Accept(Grey(24, pixels));
        Refuse(Grey(24, [.. pixels, .. SecretBytes]));
    }

    [Fact]
    public void Unknown_critical_chunk_is_refused() => Refuse(IntoPng(SamplePictures.Png, PngChunk("ABCD", SecretBytes)));

    private static byte[] Grey(int height, byte[] pixels) =>
    [
        .. SamplePictures.Png[..8],
        .. PngChunk("IHDR", [0, 0, 0, 40, 0, 0, 0, (byte)height, 8, 0, 0, 0, 0]),
        .. PngChunk("IDAT", pixels),
        .. PngChunk("IEND", []),
    ];

    private static byte[] Deflate(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var deflater = new ZLibStream(output, CompressionLevel.Fastest))
            deflater.Write(bytes);
        return output.ToArray();
    }
}
