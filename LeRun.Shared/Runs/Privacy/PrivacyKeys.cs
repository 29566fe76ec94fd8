using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LeRun.Identity;
using LeRun.Runs.Progress;
using Microsoft.Extensions.Options;

namespace LeRun.Runs.Privacy;

/// <summary>
/// What others cannot compute: how far beyond the trim a track is cut, and what a record is called where its id would tell when
/// it was made. Both follow from keys that are derived from <c>Auth__SigningKey</c>; with another key they are others.
/// </summary>
public sealed class PrivacyKeys : IDisposable
{
    /// <summary>The most metres that are cut beyond the trim.</summary>
    public const double MaxOffset = 200;

    private const int BlockBytes = 16;

    private readonly byte[] _offsets;
    private readonly Aes _names = Aes.Create();

    /// <summary>Derives the keys.</summary>
    public PrivacyKeys(IOptions<AuthSettings> settings, IOptions<RunsSettings> runs)
    {
        DefaultSystem = runs.Value.CoordinateSystem;
        _offsets = DerivedKey.Of(settings.Value.SigningKey, "lerun/privacy/offsets");
        _names.Key = DerivedKey.Of(settings.Value.SigningKey, "lerun/privacy/names");
    }

    /// <summary>The coordinate system of tracks and zones that name none.</summary>
    public string DefaultSystem { get; }

    /// <summary>A number from 0 to below 1 that is always the same for a text, and that nobody else can tell.</summary>
    public double FractionOf(string text)
    {
        var random = BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(_offsets, Encoding.UTF8.GetBytes(text)));
        // As many bits as a fraction holds.
        return (random >> 11) / (double)(1L << 53);
    }

    /// <summary>A version for others of what they see: it tells nothing, and changes with what it is made of.</summary>
    public string TagOf(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_offsets, Encoding.UTF8.GetBytes("tag:" + text)).AsSpan(0, BlockBytes));

    /// <summary>
    /// What others call a record whose start is hidden: ids are made of the time, and a live run becomes a record when it ends.
    /// </summary>
    /// <param name="id">An id, 32 hexadecimal digits.</param>
    public string NameOf(string id) => Seal(Convert.FromHexString(id));

    /// <summary>The id behind a name; null for what no record was ever called.</summary>
    public string? IdOf(string name) => Open(name) is { } id ? Convert.ToHexStringLower(id) : null;

    /// <summary>A number that others carry for us without reading it.</summary>
    public string Seal(long number)
    {
        var block = new byte[BlockBytes];
        BinaryPrimitives.WriteInt64BigEndian(block, number);
        return Seal(block);
    }

    /// <summary>The number of <see cref="Seal(long)"/>; null for any other text.</summary>
    public long? OpenNumber(string text) =>
        Open(text) is { } block && block.AsSpan(8).IndexOfAnyExcept((byte)0) < 0
            ? BinaryPrimitives.ReadInt64BigEndian(block)
            : null;

    /// <inheritdoc/>
    public void Dispose() => _names.Dispose();

    // One block that is never the same for two texts: what ECB is right for, and nothing longer.
    private string Seal(byte[] block)
    {
        lock (_names)
            return Base64Url.EncodeToString(_names.EncryptEcb(block, PaddingMode.None));
    }

    private byte[]? Open(string text)
    {
        if (!Base64Url.IsValid(text, out var length) || length != BlockBytes)
            return null;
        var block = Base64Url.DecodeFromChars(text);
        lock (_names)
            return _names.DecryptEcb(block, PaddingMode.None);
    }
}
