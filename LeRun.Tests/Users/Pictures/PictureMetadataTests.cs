using System.Text;
using static LeRun.Tests.Users.Pictures.Making;
using static LeRun.Tests.Users.Pictures.Splice;

namespace LeRun.Tests.Users.Pictures;

/// <summary>
/// Nothing of an upload but what it shows is stored. <see cref="Making"/> checks as well that what is stored holds only pixels.
/// </summary>
public class PictureMetadataTests
{
    private static readonly byte[] SecretBytes = Encoding.ASCII.GetBytes(Secret);
    private static readonly byte[] SecretBlock = [(byte)SecretBytes.Length, .. SecretBytes, 0];

    [Fact]
    public void Jpeg_loses_positions_names_comments_thumbnails_and_unknown_segments() => Strip(
        IntoJpeg(
            SamplePictures.Jpeg,
            JpegSegment(0xE0, [.. "JFIF\0\u0001\u0001\0\0\u0001\0\u0001\u0001\u0001"u8, .. SecretBytes]),
            JpegSegment(0xE1, [.. "Exif\0\0"u8, .. Exif(1)]),
            JpegSegment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. SecretBytes]),
            JpegSegment(0xE2, [.. "MPF\0"u8, .. SecretBytes]),
            JpegSegment(0xE2, [.. "ICC_PROFILE\0\u0001\u0001"u8, .. Profile(), .. SecretBytes]),
            JpegSegment(0xED, [.. "Photoshop 3.0\0"u8, .. SecretBytes]),
            JpegSegment(0xE9, SecretBytes),
            JpegSegment(0xFE, SecretBytes)),
        SamplePictures.Jpeg);

    [Fact]
    public void Png_loses_texts_times_profiles_and_unknown_chunks() => Strip(
        IntoPng(
            SamplePictures.Png,
            PngChunk("eXIf", Exif(1)),
            PngChunk("tEXt", [.. "Comment\0"u8, .. SecretBytes]),
            PngChunk("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. SecretBytes]),
            PngChunk("iCCP", [.. SecretBytes, 0, 0, .. Deflate(Profile())]),
            PngChunk("tIME", [7, 232, 11, 22, 14, 51, 31]),
            PngChunk("prVt", SecretBytes)),
        SamplePictures.Png);

    [Fact]
    public void WebP_loses_exif_xmp_and_unknown_chunks() => Strip(
        IntoWebP(
            SamplePictures.LosslessWebP,
            0x10 | 0x08 | 0x04,
            [],
            [WebPChunk("EXIF", Exif(1)), WebPChunk("XMP ", SecretBytes), WebPChunk("ABCD", SecretBytes)]),
        SamplePictures.LosslessWebP);

    [Fact]
    public void Gif_loses_comments_texts_and_application_blocks()
    {
        const int AfterHeader = 13 + 6;
        Strip(
            [
                .. SamplePictures.Gif[..AfterHeader],
                0x21, 0xFE, .. SecretBlock,
                0x21, 0xFF, 11, .. "XMP DataXMP"u8, .. SecretBlock,
                .. SamplePictures.Gif[AfterHeader..],
            ],
            SamplePictures.Gif);
    }

    [Theory]
    [InlineData("\0\0\0\u0020ftypmp42")]
    [InlineData("Image_UTC_Data SEFT")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("<html><script>alert(1)</script>")]
    public void Whatever_is_appended_is_left_behind(string tail)
    {
        foreach (var sample in SamplePictures.All.Values)
            Strip([.. sample, .. Encoding.Latin1.GetBytes(tail), .. SecretBytes], sample);
    }

    [Fact]
    public void Second_image_in_a_file_is_left_behind() =>
        Strip([.. SamplePictures.Jpeg, .. IntoJpeg(SamplePictures.Jpeg, JpegSegment(0xFE, SecretBytes))], SamplePictures.Jpeg);

    [Fact]
    public void Program_that_is_a_picture_as_well_is_none_when_it_is_made()
    {
        // Valid as GIF and as JavaScript: a width of "/*", and the end of the comment behind the pixels.
        byte[] polyglot = [.. SamplePictures.Gif, .. "*/=alert(1);"u8, .. SecretBytes];
        (polyglot[6], polyglot[7]) = ((byte)'/', (byte)'*');

        var made = Make(polyglot);

        Assert.False(Contains(made, "alert"));
        Assert.Equal((1024, 1), Pixels.SizeOf(made));
    }

    // All sizes are what they are without the secret, to the last byte.
    private static void Strip(byte[] upload, byte[] plain)
    {
        Assert.True(Contains(upload, Secret));
        Assert.True(TryMake(upload, out var made, out var failure), $"{failure}");
        Assert.True(TryMake(plain, out var expected, out failure), $"{failure}");
        Assert.Equal(6, made.Count);
        Assert.All(made, picture => Assert.False(Contains(picture.Bytes, Secret)));
        Assert.Equal(expected.Select(picture => picture.Bytes), made.Select(picture => picture.Bytes));
    }
}
