using SkiaSharp;
using static LeRun.Tests.Users.Pictures.Making;
using static LeRun.Tests.Users.Pictures.Splice;

namespace LeRun.Tests.Users.Pictures;

/// <summary>What pictures look like that are made of uploads.</summary>
public class PictureMakerTests
{
    public static TheoryData<string> Samples => [.. SamplePictures.All.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Small_picture_keeps_its_size(string name) =>
        Assert.Equal(
            name == "gif" ? (4, 2) : (SamplePictures.Width, SamplePictures.Height),
            Pixels.SizeOf(Make(SamplePictures.All[name])));

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Picture_looks_as_it_did(SKEncodedImageFormat format)
    {
        var upload = Pixels.Encode(640, 480, format, (x, y) => new SKColor((byte)(x / 3), (byte)(y / 2), (byte)((x + y) / 5)));

        Assert.InRange(Pixels.Difference(upload, Make(upload)), 0, 24);
        Assert.InRange(Pixels.Difference(upload, Make(upload, Jpeg)), 0, 24);
    }

    [Theory]
    [InlineData(4000, 3000, 1024, 768)]
    [InlineData(1500, 2000, 768, 1024)]
    [InlineData(1024, 1024, 1024, 1024)]
    [InlineData(1025, 300, 1024, 300)]
    [InlineData(9000, 20, 1024, 2)]
    [InlineData(5000, 1, 1024, 1)]
    [InlineData(1, 1, 1, 1)]
    public void Large_picture_is_scaled_to_fit_1024_pixels(int width, int height, int expectedWidth, int expectedHeight) =>
        Assert.Equal((expectedWidth, expectedHeight), Pixels.SizeOf(Make(Flat(width, height, SKEncodedImageFormat.Png))));

    [Theory]
    [InlineData(1200, 900)]
    [InlineData(900, 1200)]
    [InlineData(3000, 200)]
    [InlineData(60, 40)]
    public void Square_is_cut_from_the_centre(int width, int height)
    {
        // Whatever is outside of the square in the centre is black.
        var side = Math.Min(width, height);
        var (left, top) = ((width - side) / 2, (height - side) / 2);
        var upload = Pixels.Encode(width, height, SKEncodedImageFormat.Png, (x, y) =>
            x < left || y < top || x >= left + side || y >= top + side ? SKColors.Black
            : (x - left < side / 2, y - top < side / 2) switch
            {
                (true, true) => SKColors.Red,
                (false, true) => SKColors.Lime,
                (true, false) => SKColors.Blue,
                _ => SKColors.White,
            });

        var made = Make(upload, Square);

        Assert.Equal((128, 128), Pixels.SizeOf(made));
        Assert.Equal(Pixels.QuartersUpright, Pixels.QuartersOf(made));
        using var bitmap = SKBitmap.Decode(made);
        Assert.True(bitmap.GetPixel(1, 1).Red > 150, "no black comes in at the corner");
        Assert.True(bitmap.GetPixel(126, 126).Blue > 150, "nor at the other");
    }

    [Theory]
    [InlineData(1, "RGBW")]
    [InlineData(2, "GRWB")]
    [InlineData(3, "WBGR")]
    [InlineData(4, "BWRG")]
    [InlineData(5, "RBGW")]
    [InlineData(6, "BRWG")]
    [InlineData(7, "WGBR")]
    [InlineData(8, "GWRB")]
    public void Each_orientation_is_turned_upright_in_each_format(int orientation, string expected)
    {
        const int Width = 48, Height = 32;
        var jpeg = Pixels.Quarters(Width, Height, SKEncodedImageFormat.Jpeg);
        byte[] webp = [.. Pixels.Quarters(Width, Height, SKEncodedImageFormat.Webp)];
        byte[][] uploads =
        [
            IntoJpeg(jpeg, JpegSegment(0xE1, [.. "Exif\0\0"u8, .. Exif(orientation)])),
            IntoPng(Pixels.Quarters(Width, Height), PngChunk("eXIf", Exif(orientation))),
            WebPFile(WebPHeader(0x08, Width, Height), webp[12..], WebPChunk("EXIF", Exif(orientation))),
        ];

        foreach (var upload in uploads)
        {
            var made = Make(upload);

            Assert.Equal(orientation < 5 ? (Width, Height) : (Height, Width), Pixels.SizeOf(made));
            Assert.Equal(1, SamplePictures.OrientationOf(made));
            Assert.Equal(expected, Pixels.QuartersOf(made));
            Assert.Equal(expected, Pixels.QuartersOf(Make(upload, Square)));
            Assert.Equal(expected, Pixels.QuartersOf(Make(upload, Jpeg)));
        }
    }

    [Fact]
    public void Transparent_picture_stays_so_as_webp_and_is_on_white_as_jpeg()
    {
        var upload = Pixels.Encode(200, 100, SKEncodedImageFormat.Png, (_, _) => new SKColor(0, 0, 255, 64));

        Assert.InRange(Pixels.Difference(new SKColor(0, 0, 255, 64), Pixels.Middle(Make(upload))), 0, 8);
        Assert.InRange(Pixels.Difference(new SKColor(191, 191, 255), Pixels.Middle(Make(upload, Jpeg))), 0, 8);
    }

    [Fact]
    public void Wide_colours_of_phones_become_those_of_screens()
    {
        var phone = SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Srgb, SKColorSpaceXyz.DisplayP3);
        var upload = Pixels.Encode(64, 64, SKEncodedImageFormat.Jpeg, (_, _) => SKColors.Lime, phone);

        // The greenest green of a screen is 117, 251, 76 in the numbers of the phone's.
        Assert.InRange(Pixels.Difference(SKColors.Lime, Pixels.Middle(Make(upload))), 0, 12);
    }

    [Fact]
    public void Picture_in_the_inks_of_print_is_shown_in_the_colours_of_screens() =>
        Assert.Equal(Pixels.QuartersUpright, Pixels.QuartersOf(Make(Convert.FromBase64String(CmykJpeg.Base64))));

    [Fact]
    public void Progressive_picture_with_many_scans_is_accepted() =>
        Assert.Equal((24, 16), Pixels.SizeOf(Make(Convert.FromBase64String(ProgressiveJpeg.Base64))));

    [Fact]
    public void Png_of_sixteen_bits_or_with_a_palette_looks_as_it_should()
    {
        const int Side = 8;
        // A row is its filter and its pixels: four channels of two bytes, and one index of two bits.
        var deep = PngFile(Side, Side, 16, 6, 0, PngRows(Side, [0xFF, 0x12, 0x80, 0x34, 0x40, 0x56, 0xFF, 0xFF], Side));
        var palette = PngFile(
            Side, Side, 2, 3, 0, PngRows(Side, [0b10_10_10_10], Side / 4), PngChunk("PLTE", [0, 0, 0, 9, 9, 9, 20, 200, 90]));

        Assert.InRange(Pixels.Difference(new SKColor(0xFF, 0x80, 0x40), Pixels.Middle(Make(deep))), 0, 8);
        Assert.InRange(Pixels.Difference(new SKColor(20, 200, 90), Pixels.Middle(Make(palette))), 0, 8);
    }

    [Fact]
    public void Of_an_animation_the_first_frame_is_kept()
    {
        static byte[] Frame(SKColor colour)
        {
            var still = Pixels.Encode(16, 16, SKEncodedImageFormat.Webp, (_, _) => colour);
            return WebPChunk("ANMF", [.. new byte[6], 15, 0, 0, 15, 0, 0, 100, 0, 0, 0, .. still[12..]]);
        }

        var animated = WebPFile(
            WebPHeader(0x02, 16, 16), WebPChunk("ANIM", new byte[6]), Frame(SKColors.Red), Frame(SKColors.Blue));

        Assert.InRange(Pixels.Difference(SKColors.Red, Pixels.Middle(Make(animated))), 0, 12);
        Assert.Equal(
            Pixels.Middle(Make(SamplePictures.Gif)),
            Pixels.Middle(Make([.. SamplePictures.Gif[..^1], .. SamplePictures.GifFrame, 0x3B])));
    }

    [Fact]
    public void Avatar_of_a_phones_photo_is_under_8_kb()
    {
        var random = new Random(20241122);
        var photo = Pixels.Encode(1600, 1200, SKEncodedImageFormat.Jpeg, (x, y) => new SKColor(
            (byte)((128 + (90 * Math.Sin(x / 90.0))) + random.Next(20)),
            (byte)((128 + (90 * Math.Cos((x + y) / 130.0))) + random.Next(20)),
            (byte)((x * 16 / 1600 % 2 == y * 12 / 1200 % 2 ? 70 : 170) + random.Next(20))));

        Assert.InRange(Make(photo, Square).Length, 500, 8 * 1024);
    }

    private static byte[] Flat(int width, int height, SKEncodedImageFormat format) =>
        Pixels.Encode(width, height, format, (_, _) => SKColors.SeaGreen);
}
