using System.Text;
using static LeRun.Tests.Users.Pictures.PictureParserTests;
using static LeRun.Tests.Users.Pictures.Splice;

namespace LeRun.Tests.Users.Pictures;

public class WebPTests
{
    private const byte ProfileFlag = 0x20, AlphaFlag = 0x10, ExifFlag = 0x08, XmpFlag = 0x04, AnimationFlag = 0x02;

    private static readonly byte[] SecretBytes = Encoding.ASCII.GetBytes(Secret);

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Exif_goes_but_its_orientation_stays(int orientation)
    {
        var upload = IntoWebP(
            SamplePictures.LosslessWebP,
            AlphaFlag | ExifFlag | XmpFlag,
            [],
            [WebPChunk("EXIF", Exif(orientation)), WebPChunk("XMP ", SecretBytes)]);

        var picture = Strip(upload);

        Assert.Equal(AlphaFlag | (orientation == 1 ? 0 : ExifFlag), picture.Bytes.Span[20]);
    }

    [Fact]
    public void Colour_profile_stays_and_unknown_chunks_go()
    {
        var upload = IntoWebP(
            SamplePictures.LosslessWebP,
            AlphaFlag | ProfileFlag,
            [WebPChunk("ICCP", Profile())],
            [WebPChunk("ABCD", SecretBytes)]);

        var picture = Strip(upload);

        Assert.True(Contains(picture.Bytes, "acsp"));
        Assert.Equal(AlphaFlag | ProfileFlag, picture.Bytes.Span[20]);
    }

    [Fact]
    public void Animation_stays_and_chunks_inside_its_frames_go()
    {
        byte[] frame =
        [
            .. new byte[6], .. LittleEndian(SamplePictures.Width - 1)[..3], .. LittleEndian(SamplePictures.Height - 1)[..3],
            100, 0, 0, 0,
            .. SamplePictures.LosslessWebP[12..], .. WebPChunk("ABCD", SecretBytes),
        ];
        var upload = WebPFile(
            WebPHeader(AnimationFlag | AlphaFlag, SamplePictures.Width, SamplePictures.Height),
            WebPChunk("ANIM", new byte[6]), WebPChunk("ANMF", frame), WebPChunk("ANMF", frame));

        Assert.True(Contains(Strip(upload).Bytes, "ANMF"));
    }

    [Fact]
    public void Canvas_of_another_size_than_the_image_is_refused() =>
        Refuse(WebPFile(WebPHeader(0, SamplePictures.Width + 1, SamplePictures.Height), SamplePictures.LosslessWebP[12..]));

    [Fact]
    public void Wrong_chunk_lengths_are_refused()
    {
        byte[] webp = [.. SamplePictures.LosslessWebP];
        webp[4] += 2;
        Assert.Equal("The WebP ends early.", Refuse(webp));
        webp[4] -= 4;
        Assert.Equal("The WebP has something else appended to it.", Refuse(webp));
    }

    [Fact]
    public void Two_images_in_one_file_are_refused() =>
        Refuse(WebPFile(SamplePictures.LosslessWebP[12..], SamplePictures.LosslessWebP[12..]));
}
