using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using LeRun.Users.Pictures;
using static LeRun.Tests.Users.Pictures.Making;
using static LeRun.Tests.Users.Pictures.Splice;

namespace LeRun.Tests.Users.Pictures;

/// <summary>
/// Broken and hostile files, the same ones at every run: a decoder that failed on one would take the process with it.
/// LERUN_FUZZ_INPUTS asks for more of them, and for a look at the memory that stays: run it alone.
/// </summary>
public class PictureFuzzTests
{
    private static readonly int? Asked =
        int.TryParse(Environment.GetEnvironmentVariable("LERUN_FUZZ_INPUTS"), CultureInfo.InvariantCulture, out var count)
            ? count
            : null;

    private static readonly int Inputs = Asked ?? 1500;

    private static readonly byte[][] Seeds =
    [
        .. SamplePictures.All.Values,
        Convert.FromBase64String(ProgressiveJpeg.Base64),
        Convert.FromBase64String(CmykJpeg.Base64),
        IntoJpeg(
            SamplePictures.Jpeg,
            JpegSegment(0xE1, [.. "Exif\0\0"u8, .. Exif(6)]),
            JpegSegment(0xE2, [.. "ICC_PROFILE\0\u0001\u0001"u8, .. Profile()]),
            JpegSegment(0xFE, [1, 2, 3])),
        IntoPng(SamplePictures.Png, PngChunk("eXIf", Exif(8)), PngChunk("gAMA", new byte[4]), PngChunk("tEXt", [65, 0, 66])),
        IntoWebP(SamplePictures.LosslessWebP, 0x28, [WebPChunk("ICCP", Profile())], [WebPChunk("EXIF", Exif(3))]),
        WebPFile(
            WebPHeader(0x02, SamplePictures.Width, SamplePictures.Height),
            WebPChunk("ANIM", new byte[6]),
            WebPChunk(
                "ANMF",
                [
                    .. new byte[6], SamplePictures.Width - 1, 0, 0, SamplePictures.Height - 1, 0, 0, 9, 0, 0, 0,
                    .. SamplePictures.LosslessWebP[12..],
                ])),
    ];

    [Fact]
    public void Mutated_pictures_are_refused_or_come_out_clean()
    {
        var random = new Random(20241122);
        var accepted = new int[Seeds.Length];
        var memory = 0L;
        for (var i = 0; i < Inputs; i++)
        {
            if (i == Inputs / 4)
                memory = MemoryNow();
            var mutant = Mutate(random, Seeds[i % Seeds.Length]);
            accepted[i % Seeds.Length] += TryMake(mutant, out _, out _, PictureSize.Whole) ? 1 : 0;
        }

        // Mutants that only ever fail at the first check would prove nothing.
        Assert.All(accepted, count => Assert.True(count > Inputs / 1000, string.Join(", ", accepted)));
        if (Asked is not null)
            Assert.InRange(MemoryNow() - memory, long.MinValue, 32 << 20);
    }

    [Fact]
    public void Random_bytes_behind_a_signature_break_nothing()
    {
        var random = new Random(20241122);
        for (var i = 0; i < Inputs; i++)
        {
            var input = new byte[random.Next(300)];
            random.NextBytes(input);
            var seed = Seeds[i % Seeds.Length];
            seed.AsSpan(0, Math.Min(random.Next(40), Math.Min(seed.Length, input.Length))).CopyTo(input);
            TryMake(input, out _, out _, PictureSize.Whole);
        }
    }

    private static long MemoryNow()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static byte[] Mutate(Random random, byte[] seed)
    {
        var bytes = seed.ToList();
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 8; times--)
        {
            // Mostly behind the signature, else every second mutant ends there.
            var at = random.Next(random.Next(8) == 0 ? 0 : 8, bytes.Count);
            var length = random.Next(1, Math.Min(64, bytes.Count - at) + 1);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
                case 3:
                    bytes.RemoveRange(at, length);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 5:
                    var other = Seeds[random.Next(Seeds.Length)];
                    var start = random.Next(other.Length);
                    bytes.InsertRange(at, other[start..Math.Min(other.Length, start + length)]);
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at));
                    break;
            }
        }

        byte[] mutant = [.. bytes];
        if (random.Next(4) != 0)
            Repair(mutant);
        return mutant;
    }

    /// <summary>Makes checksums and the outermost length right again, so that the mutant gets past them.</summary>
    private static void Repair(byte[] file)
    {
        if (file.AsSpan().StartsWith("RIFF"u8))
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        if (file.Length < 8 || file[1] != 'P')
            return;

        for (long at = 8, next; at + 12 <= file.Length; at = next)
        {
            next = at + 12 + BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan((int)at));
            if (next <= file.Length)
            {
                BinaryPrimitives.WriteUInt32BigEndian(
                    file.AsSpan((int)next - 4), Crc32.HashToUInt32(file.AsSpan((int)at + 4, (int)(next - at) - 8)));
            }
        }
    }
}
