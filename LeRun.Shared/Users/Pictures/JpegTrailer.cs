namespace LeRun.Users.Pictures;

/// <summary>
/// Phones append to a JPEG: gain maps and depth (multi-picture format), a motion photo's video, Samsung's own block.
/// Such a tail is dropped in silence, since its owner only sees a photo; any other tail marks a file made to be two things.
/// </summary>
internal static class JpegTrailer
{
    public static bool IsFromCamera(ReadOnlySpan<byte> tail)
    {
        var content = tail.TrimStart((byte)0);
        return content.IsEmpty
            || content.StartsWith(JpegParser.Signature)
            || content.EndsWith("SEFT"u8)
            // An ISO media file starts with the length of its `ftyp` box, whose own first bytes are zeros.
            || (tail.Length >= 8 && tail[4..].StartsWith("ftyp"u8));
    }
}
