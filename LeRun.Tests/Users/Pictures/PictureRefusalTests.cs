using System.Buffers.Binary;
using System.Text;
using LeRun.Users.Pictures;
using SkiaSharp;
using static LeRun.Tests.Users.Pictures.Making;
using static LeRun.Tests.Users.Pictures.Splice;

namespace LeRun.Tests.Users.Pictures;

/// <summary>What is refused, by its first bytes, by its header, or because not all of it is there.</summary>
public class PictureRefusalTests
{
    public static TheoryData<string> Samples => [.. SamplePictures.All.Keys];

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("")]
    [InlineData("<!doctype html>")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("\0\0\u0001\0\u0001\0")]
    [InlineData("II*\0\0\0\0\0")]
    [InlineData("\0\0\0\u001cftypavif\0\0\0\0")]
    public void File_of_another_kind_never_reaches_a_decoder(string content) =>
        Assert.Equal("PictureFormatUnknown", Refuse(Encoding.Latin1.GetBytes(content)));

    [Fact]
    public void Formats_that_the_library_knows_besides_are_refused()
    {
        using var bitmap = new SKBitmap(4, 4);
        // The smallest bitmap file: 14 bytes of header, 40 of information, one pixel.
        byte[] bmp =
        [
            .. "BM"u8, .. LittleEndian(58), .. LittleEndian(0), .. LittleEndian(54), .. LittleEndian(40), .. LittleEndian(1),
            .. LittleEndian(1), 1, 0, 24, 0, .. LittleEndian(0), .. LittleEndian(4), .. new byte[16], 1, 2, 3, 0,
        ];
        Assert.NotNull(SKBitmap.Decode(bmp));

        Assert.Equal("PictureFormatUnknown", Refuse(bmp));
    }

    [Theory]
    [InlineData("heic")]
    [InlineData("mif1")]
    public void Picture_of_an_iphone_is_named(string brand) =>
        Assert.Equal("PictureIsHeic", Refuse([0, 0, 0, 0x18, .. Encoding.ASCII.GetBytes("ftyp" + brand), .. new byte[40]]));

    [Theory]
    [InlineData("GIF89a\u0010\0\u0010\0\0*/=alert(1)")]
    [InlineData("\u00ff\u00d8\u00ff\u00e0<script>")]
    [InlineData("RIFF\u0010\0\0\0WEBPVP8 ")]
    [InlineData("\u0089PNG\r\n\u001a\n<?php")]
    public void Signature_alone_is_no_picture(string content) =>
        Assert.Equal("PictureBroken", Refuse(Encoding.Latin1.GetBytes(content)));

    [Theory]
    [MemberData(nameof(Samples))]
    public void File_cut_off_anywhere_is_refused_or_shows_all_its_pixels(string name)
    {
        var upload = SamplePictures.All[name];
        var whole = Make(upload);
        var refused = 0;
        for (var length = 0; length < upload.Length; length++)
        {
            if (TryMake(upload[..length], out var made, out var failure, PictureSize.Whole))
                Assert.Equal(whole, made[0].Bytes);
            else
                refused += failure is Unreadable ? 1 : 0;
        }

        // Only what stands behind the pixels may be missing: checksums, and the frames of an animation after its first.
        Assert.InRange(refused, upload.Length - (name == "gif" ? 30 : 24), upload.Length);
    }

    [Theory]
    [InlineData(8000, 5000, null)]
    [InlineData(8001, 5000, "PictureTooLarge")]
    [InlineData(200_000, 201, "PictureTooLarge")]
    [InlineData(2_000_000_000, 2_000_000_000, "PictureBroken")]
    [InlineData(0, 10, "PictureBroken")]
    public void Header_decides_on_the_number_of_pixels_before_any_is_decoded(int width, int height, string? expected)
    {
        // There are no pixels in it: a decoder that began would say that it is broken.
        var upload = PngFile(width, height, 8, 0, 0, []);

        using var decoder = PictureDecoder.Open(upload, PictureSize.MadeAtUpload).TryGet(out var opened, out var failure)
            ? opened
            : null;

        Assert.Equal(expected, failure?.Message.Key);
    }

    [Fact]
    public void Header_decides_on_the_memory_before_any_is_taken()
    {
        // The rows of an interlaced picture are held all at once: 320 MB of sixteen bits a channel.
        Assert.Equal("PictureTooComplex", Refuse(PngFile(8000, 5000, 16, 6, 1, [])));
        Assert.Equal("PictureBroken", Refuse(PngFile(8000, 5000, 16, 6, 0, [])));
        // So are the coefficients of several scans: 320 MB in four colours, 240 in three.
        Assert.Equal("PictureTooComplex", Refuse(Enlarged(Convert.FromBase64String(CmykJpeg.Base64), progressive: true)));
        var progressive = Enlarged(Convert.FromBase64String(ProgressiveJpeg.Base64), progressive: false);
        Assert.InRange(MemoryOf(progressive), 240_000_000, 256 << 20);
        // One scan takes only the pixels, at the scale that is needed.
        Assert.InRange(MemoryOf(Enlarged(SamplePictures.Jpeg, progressive: false)), 1_000_000, 20_000_000);
    }

    [Fact]
    public void Small_file_that_says_it_is_large_costs_no_more_than_its_pixels()
    {
        var profile = Deflate(new byte[50_000_000]);
        var upload = IntoPng(
            SamplePictures.Png,
            PngChunk("iCCP", [.. "a\0\0"u8, .. profile]),
            PngChunk("zTXt", [.. "b\0\0"u8, .. profile]),
            PngChunk("iTXt", [.. "c\0\u0001\0\0\0"u8, .. profile]));

        var started = Environment.TickCount64;
        var made = Make(upload);

        Assert.Equal((SamplePictures.Width, SamplePictures.Height), Pixels.SizeOf(made));
        Assert.InRange(Environment.TickCount64 - started, 0, 5000);
    }

    [Fact]
    public void Wrong_checksum_is_refused()
    {
        byte[] png = [.. SamplePictures.Png];
        png[png.AsSpan().IndexOf("IDAT"u8) + 10] ^= 1;

        Assert.Equal("PictureBroken", Refuse(png));
    }

    [Theory]
    [InlineData(25)]
    [InlineData(200)]
    public void Picture_with_fewer_pixels_than_its_header_says_is_refused(int height)
    {
        // 24 rows of 8-bit grey: a filter byte and 40 pixels each.
        Assert.Equal("PictureBroken", Refuse(PngFile(40, height, 8, 0, 0, Deflate(new byte[24 * 41]))));
        byte[] gif = [.. SamplePictures.Gif];
        var frame = gif.AsSpan().IndexOf([(byte)0x2C, (byte)0, (byte)0, (byte)0, (byte)0]);
        (gif[8], gif[frame + 7]) = ((byte)height, (byte)height);
        Assert.Equal("PictureBroken", Refuse(gif));
    }

    private static long MemoryOf(byte[] upload)
    {
        Assert.True(PictureDecoder.Open(upload, PictureSize.MadeAtUpload).TryGet(out var decoder, out var failure), $"{failure}");
        using (decoder)
            return decoder.Memory;
    }

    // The same JPEG, but that its header says 8000 x 5000, and other scans.
    private static byte[] Enlarged(byte[] jpeg, bool progressive)
    {
        byte[] file = [.. jpeg];
        var at = 2;
        while (file[at + 1] is not (0xC0 or 0xC2))
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
        file[at + 1] = progressive ? (byte)0xC2 : file[at + 1];
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at + 5), 5000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at + 7), 8000);
        return file;
    }
}
