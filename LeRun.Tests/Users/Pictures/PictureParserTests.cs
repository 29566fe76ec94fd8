using LeRun.Users.Pictures;
using static LeRun.Tests.Users.Pictures.Splice;

namespace LeRun.Tests.Users.Pictures;

public class PictureParserTests
{
    public static TheoryData<string> Samples => [.. SamplePictures.All.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Type_and_size_come_from_the_content(string name)
    {
        var picture = Accept(SamplePictures.All[name]);

        Assert.Equal(name.Split(' ')[0], picture.ContentType["image/".Length..]);
        Assert.Equal(name == "gif" ? (4, 2) : (SamplePictures.Width, SamplePictures.Height), (picture.Width, picture.Height));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Pixels_stay_as_they_were_uploaded(string name)
    {
        var upload = SamplePictures.All[name];

        Assert.Equal(SamplePictures.Decode(upload), SamplePictures.Decode(Accept(upload).Bytes));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void File_cut_off_anywhere_is_refused(string name)
    {
        var upload = SamplePictures.All[name];

        for (var length = 0; length < upload.Length; length++)
            Refuse(upload.AsSpan(0, length));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void File_with_a_page_appended_is_refused(string name) =>
        Refuse([.. SamplePictures.All[name], .. "<html><script>alert(1)</script>"u8]);

    [Fact]
    public void Files_of_other_kinds_are_refused()
    {
        Assert.Equal("The file is not a JPEG, PNG, WebP or GIF picture.", Refuse("<svg xmlns='http://www.w3.org/2000/svg'/>"u8));
        Refuse([]);
        Refuse("<!doctype html>"u8);
        Refuse("BM\0\0"u8);
        Refuse("PK\u0003\u0004"u8);
        Refuse("GIF89a/*\0*/=alert(1)"u8);
    }

    [Fact]
    public void Pictures_with_a_side_over_8192_are_refused()
    {
        byte[] gif = [.. SamplePictures.Gif];
        (gif[6], gif[7]) = (0x01, 0x20);

        Assert.Equal("The picture is 8193 x 2 pixels; each side must be 1 to 8192.", Refuse(gif));

        gif[6] = 0;
        Assert.Equal(8192, Accept(gif).Width);
    }

    internal static Picture Accept(ReadOnlySpan<byte> upload)
    {
        Assert.True(PictureParser.TryParse(upload, out var picture, out var refusal), refusal);
        return picture;
    }

    internal static string Refuse(ReadOnlySpan<byte> upload)
    {
        Assert.False(PictureParser.TryParse(upload, out var picture, out var refusal));
        Assert.Null(picture);
        return refusal;
    }

    /// <summary>Strips an upload that holds <see cref="Secret"/> and checks all that must hold for every format.</summary>
    internal static Picture Strip(byte[] upload)
    {
        Assert.True(Contains(upload, Secret));
        var picture = Accept(upload);
        Assert.False(Contains(picture.Bytes, Secret));
        Assert.Equal(SamplePictures.Decode(upload), SamplePictures.Decode(picture.Bytes));
        Assert.Equal(SamplePictures.OrientationOf(upload), SamplePictures.OrientationOf(picture.Bytes));
        Assert.True(Accept(picture.Bytes.Span).Bytes.Span.SequenceEqual(picture.Bytes.Span), "stripping twice changes nothing");
        return picture;
    }
}
