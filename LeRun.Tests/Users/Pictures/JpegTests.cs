using System.Text;
using static LeRun.Tests.Users.Pictures.PictureParserTests;
using static LeRun.Tests.Users.Pictures.Splice;

namespace LeRun.Tests.Users.Pictures;

public class JpegTests
{
    private static readonly byte[] SecretBytes = Encoding.ASCII.GetBytes(Secret);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public void Exif_goes_but_its_orientation_stays(int orientation)
    {
        var picture = Strip(IntoJpeg(SamplePictures.Jpeg, JpegSegment(0xE1, [.. "Exif\0\0"u8, .. Exif(orientation)])));

        Assert.Equal(orientation, SamplePictures.OrientationOf(picture.Bytes));
        Assert.Equal(orientation != 1, Contains(picture.Bytes, "Exif"));
    }

    [Fact]
    public void Comments_xmp_photoshop_blocks_and_unknown_segments_go()
    {
        var picture = Strip(IntoJpeg(
            SamplePictures.Jpeg,
            JpegSegment(0xFE, SecretBytes),
            JpegSegment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. SecretBytes]),
            JpegSegment(0xED, [.. "Photoshop 3.0\0"u8, .. SecretBytes]),
            JpegSegment(0xE9, SecretBytes)));

        Assert.Equal(Accept(SamplePictures.Jpeg).Bytes, picture.Bytes.ToArray());
    }

    [Fact]
    public void Thumbnail_goes_and_the_colour_profile_stays()
    {
        var jfif = JpegSegment(0xE0, [.. "JFIF\0\u0001\u0001\0\0\u0001\0\u0001\u0001\u0001"u8, .. SecretBytes]);
        var profile = JpegSegment(0xE2, [.. "ICC_PROFILE\0\u0001\u0001"u8, .. Profile()]);

        var picture = Strip(IntoJpeg(SamplePictures.Jpeg, jfif, profile));

        Assert.True(Contains(picture.Bytes, "acsp"));
        Assert.True(picture.Bytes.Span[2..].StartsWith<byte>([0xFF, 0xE0, 0, 16, .. "JFIF"u8]));
    }

    [Fact]
    public void Segments_that_only_claim_to_be_a_colour_profile_are_removed() =>
        Strip(IntoJpeg(SamplePictures.Jpeg, JpegSegment(0xE2, [.. "ICC_PROFILE\0\u0001\u0001"u8, .. SecretBytes])));

    [Fact]
    public void Colour_transform_of_Adobe_stays()
    {
        var adobe = JpegSegment(0xEE, [.. "Adobe\0\u0064\0\0\0\0\0"u8]);

        Assert.True(Accept(IntoJpeg(SamplePictures.Jpeg, adobe)).Bytes.Span.IndexOf(adobe) > 0);
    }

    [Theory]
    [InlineData("\0\0\0\u0020ftypmp42")]
    [InlineData("Image_UTC_Data SEFT")]
    [InlineData("\0\0\0\0")]
    public void Trailers_of_phones_are_removed(string tail)
    {
        var picture = Accept([.. SamplePictures.Jpeg, .. Encoding.ASCII.GetBytes(tail)]);

        Assert.Equal(Accept(SamplePictures.Jpeg).Bytes, picture.Bytes.ToArray());
    }

    [Fact]
    public void Second_images_in_a_file_are_removed()
    {
        var second = IntoJpeg(SamplePictures.Jpeg, JpegSegment(0xFE, SecretBytes));

        Strip([.. SamplePictures.Jpeg, .. second]);
    }

    [Fact]
    public void Headers_with_more_pixels_than_the_scans_are_refused()
    {
        byte[] jpeg = [.. SamplePictures.Jpeg];
        var frame = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        (jpeg[frame + 5], jpeg[frame + 7]) = (0x1F, 0x1F);

        Assert.Equal("The JPEG holds fewer pixels than its header says.", Refuse(jpeg));
    }

    [Fact]
    public void Progressive_pictures_with_many_scans_are_accepted()
    {
        var upload = Convert.FromBase64String(ProgressiveJpeg.Base64);

        Assert.Equal(SamplePictures.Decode(upload), SamplePictures.Decode(Accept(upload).Bytes));
    }

    [Fact]
    public void Processes_that_browsers_do_not_show_are_refused()
    {
        byte[] jpeg = [.. SamplePictures.Jpeg];
        jpeg[jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]) + 1] = 0xC9;

        Assert.StartsWith("The JPEG uses a process", Refuse(jpeg), StringComparison.Ordinal);
    }
}
