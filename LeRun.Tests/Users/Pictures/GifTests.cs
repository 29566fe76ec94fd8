using System.Text;
using static LeRun.Tests.Users.Pictures.PictureParserTests;
using static LeRun.Tests.Users.Pictures.Splice;

namespace LeRun.Tests.Users.Pictures;

public class GifTests
{
    private const int AfterHeader = 13 + 6;

    private static readonly byte[] SecretBlock = [(byte)Secret.Length, .. Encoding.ASCII.GetBytes(Secret), 0];

    [Fact]
    public void Comments_texts_and_application_blocks_are_removed_and_the_loop_stays()
    {
        byte[] upload =
        [
            .. SamplePictures.Gif[..AfterHeader],
            0x21, 0xFE, .. SecretBlock,
            0x21, 0xFF, 11, .. "XMP DataXMP"u8, .. SecretBlock,
            0x21, 0x01, .. SecretBlock,
            .. SamplePictures.Gif[AfterHeader..],
        ];

        var picture = Strip(upload);

        Assert.Equal(SamplePictures.Gif, picture.Bytes.ToArray());
        Assert.True(picture.Bytes.Span.IndexOf(SamplePictures.GifLoop) > 0);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Frame_that_its_pixels_do_not_fill_or_overflow_is_refused(int height)
    {
        byte[] gif = [.. SamplePictures.Gif];
        gif[8] = 3;
        gif[AfterHeader + SamplePictures.GifLoop.Length + 8 + 7] = (byte)height;

        Assert.Contains("fewer pixels", Refuse(gif), StringComparison.Ordinal);
    }

    [Fact]
    public void Frame_outside_of_the_picture_is_refused()
    {
        byte[] gif = [.. SamplePictures.Gif];
        gif[6] = 3;

        Assert.Contains("outside", Refuse(gif), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_hidden_behind_the_pixels_are_refused()
    {
        var frame = SamplePictures.GifFrame;
        byte[] gif = [.. SamplePictures.Gif[..AfterHeader], .. frame[..^1], .. SecretBlock, 0x3B];

        Refuse(gif);
    }
}
