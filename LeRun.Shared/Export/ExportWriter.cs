using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Export;

/// <summary>Writes the files of a zip one after another, and notes what is in it.</summary>
internal sealed class ExportWriter(ZipArchive zip, DateTimeOffset now)
{
    private static readonly ExportJson Json = new(new JsonSerializerOptions(ExportJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    });

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<ManifestFile> _files = [];
    private OpenFile? _list;

    /// <summary>Whether anything was written.</summary>
    public bool HasAny => _counts.Count > 0;

    /// <summary>How many files were begun.</summary>
    public int FileCount => _files.Count;

    /// <summary>Writes a piece: a file of its own, or the next element of its kind's file.</summary>
    /// <param name="isNew">It is the first file of its thing.</param>
    public async Task WriteAsync(string kind, ExportedPiece piece, bool isNew, CancellationToken cancellationToken)
    {
        if (isNew)
            _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        if (piece.Path is { } path)
        {
            await EndKindAsync(cancellationToken);
            await WriteFileAsync(path, file => piece.WriteAsync(file, cancellationToken), cancellationToken);
            return;
        }

        var isFirst = _list is null;
        _list ??= await BeginFileAsync($"{kind}.json", cancellationToken);
        await _list.Content.WriteAsync(isFirst ? "[\n"u8.ToArray() : ",\n"u8.ToArray(), cancellationToken);
        await piece.WriteAsync(_list.Content, cancellationToken);
    }

    /// <summary>Ends the file of a kind, if one is open.</summary>
    public async Task EndKindAsync(CancellationToken cancellationToken)
    {
        if (_list is not { } list)
            return;
        _list = null;
        await list.Content.WriteAsync("\n]\n"u8.ToArray(), cancellationToken);
        await EndFileAsync(list);
    }

    /// <summary>Writes what is in the zip.</summary>
    /// <param name="next">The URL of the next part; null: there is none.</param>
    /// <param name="nextExpiresAt">How long that is good.</param>
    public Task WriteManifestAsync(
        ExportPart part, string? next, DateTimeOffset? nextExpiresAt, CancellationToken cancellationToken)
    {
        var manifest = new Manifest(
            part.Account.AccountId, part.Account.Username, now, part.Number + 1, next is null, next, nextExpiresAt, _counts,
            [.. _files]);
        return WriteFileAsync(
            "manifest.json",
            file => JsonSerializer.SerializeAsync(file, manifest, Json.Manifest, cancellationToken),
            cancellationToken);
    }

    /// <summary>Writes what a reader should know of the zip, in their language.</summary>
    /// <param name="next">The URL of the next part; null: there is none.</param>
    public async Task WriteReadmeAsync(ExportPart part, string? next, CultureInfo language, CancellationToken cancellationToken)
    {
        var name = $"LeRun.Export.README.{language.Name}.txt";
        using var reader = new StreamReader(typeof(ExportWriter).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        // Lines that begin with a question mark are for an export that goes on, with an exclamation mark for one that is whole.
        var text = (await reader.ReadToEndAsync(cancellationToken)).ReplaceLineEndings("\n").Split('\n')
            .Where(line => !line.StartsWith(next is null ? '?' : '!')).Select(line => line.TrimStart('?', '!'))
            .Select(line => line
                .Replace("{username}", part.Account.Username, StringComparison.Ordinal)
                .Replace("{time}", UtcMilliseconds.Format(now), StringComparison.Ordinal)
                .Replace("{part}", (part.Number + 1).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{next}", next, StringComparison.Ordinal));
        // Windows shows a text without line breaks otherwise.
        var bytes = Encoding.UTF8.GetBytes(string.Join("\r\n", text));
        await WriteFileAsync("README.txt", file => file.WriteAsync(bytes, cancellationToken).AsTask(), cancellationToken);
    }

    private async Task WriteFileAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var file = await BeginFileAsync(path, cancellationToken);
        await write(file.Content);
        await EndFileAsync(file);
    }

    private async Task<OpenFile> BeginFileAsync(string path, CancellationToken cancellationToken)
    {
        var entry = zip.CreateEntry(path, CompressionLevel.Fastest);
        entry.LastWriteTime = now;
        return new OpenFile(path, new HashingStream(await entry.OpenAsync(cancellationToken)));
    }

    private async Task EndFileAsync(OpenFile file)
    {
        await file.Content.DisposeAsync();
        _files.Add(new ManifestFile(file.Path, file.Content.Length, Convert.ToHexStringLower(file.Content.Hash())));
    }

    private sealed record OpenFile(string Path, HashingStream Content);
}

/// <summary>What is in a part of an export.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Username">Its username.</param>
/// <param name="CreatedAt">When the part was begun.</param>
/// <param name="Part">Which part, from 1.</param>
/// <param name="IsLast">Whether no other part comes after it.</param>
/// <param name="Next">The URL of the next part, good once; null: there is none.</param>
/// <param name="NextExpiresAt">How long that is good.</param>
/// <param name="Counts">How many things of each kind are in this part.</param>
/// <param name="Files">The other files of this part.</param>
internal sealed record Manifest(
    [property: JsonPropertyName("_id")] string AccountId, string Username, DateTimeOffset CreatedAt, int Part, bool IsLast,
    string? Next, DateTimeOffset? NextExpiresAt, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<ManifestFile> Files);

/// <summary>A file of a part of an export.</summary>
/// <param name="Path">Where in the zip.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Sha256">The hash of its bytes, lower-case hex.</param>
internal sealed record ManifestFile(string Path, long Bytes, string Sha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcMilliseconds)])]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ExportJson : JsonSerializerContext;
