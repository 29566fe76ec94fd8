using System.Buffers.Binary;

namespace LeRun.Users.Pictures;

/// <summary>Colour profiles stay, since phones store wide-gamut pixels that look dull without them.</summary>
internal static class IccProfile
{
    private const int HeaderLength = 128;

    /// <summary>Whether this is a profile by its header (ICC.1, 7.2) and not something else put in its place.</summary>
    public static bool IsValid(ReadOnlySpan<byte> profile) =>
        profile.Length >= HeaderLength
        && BinaryPrimitives.ReadUInt32BigEndian(profile) == profile.Length
        && profile[36..].StartsWith("acsp"u8);
}
