using System.Globalization;
using System.IO.Compression;
using LeRun.Identity;
using LeRun.Users;

namespace LeRun.Export;

/// <summary>
/// Writes a part of an export as a zip, while it is read: the memory that this takes does not grow with how much there is. A part
/// ends before the Functions host would end it; its manifest and its README lead to the next one.
/// </summary>
public sealed class ExportArchive(
    IEnumerable<IUserDataExporter> exporters, ExportService exports, ExportLinks links, Revocations revocations,
    TimeProvider clock)
{
    // The Functions host ends a request after 230 s.
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(150);

    // The directory of a zip is written at its end, and held until then.
    private const int MaxFiles = 20_000;

    // The same on every instance.
    private readonly IUserDataExporter[] _exporters =
        [.. exporters.OrderBy(exporter => exporter.Kind, StringComparer.Ordinal)];

    /// <summary>Writes a part. 1 Cosmos request for each page of what the account holds, and 1.</summary>
    /// <param name="part">The part.</param>
    /// <param name="target">Takes the zip. It is not closed.</param>
    /// <param name="urlOf">Makes the URL of the token of a link.</param>
    /// <param name="language">The reader's.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>
    /// False if the account was deleted or ended its tokens meanwhile: what was written is not a whole zip, and the response must
    /// not end as if it were.
    /// </returns>
    public async Task<bool> TryWriteAsync(
        ExportPart part, Stream target, Func<string, string> urlOf, CultureInfo language, CancellationToken cancellationToken)
    {
        await using var cuttable = new CuttableStream(target);
        var zip = await ZipArchive.CreateAsync(
            cuttable, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        var isWhole = false;
        try
        {
            var writer = new ExportWriter(zip, clock.GetUtcNow());
            var end = await WritePiecesAsync(part, writer, cancellationToken);
            if (end.IsRevoked || !await exports.IsCurrentAsync(part, cancellationToken))
                return false;
            var next = end.Place is null ? null : exports.LinkAfter(part, end.Place);
            var nextUrl = next is null ? null : urlOf(links.Format(next));
            await writer.WriteManifestAsync(part, nextUrl, next?.ExpiresAt, cancellationToken);
            await writer.WriteReadmeAsync(part, nextUrl, language, cancellationToken);
            isWhole = true;
            return true;
        }
        finally
        {
            // A zip writes its directory when it is closed: half an export must not look like a whole one.
            if (!isWhole)
                cuttable.Cut();
            await zip.DisposeAsync();
            await cuttable.FlushAsync(cancellationToken);
        }
    }

    private async Task<(ExportPlace? Place, bool IsRevoked)> WritePiecesAsync(
        ExportPart part, ExportWriter writer, CancellationToken cancellationToken)
    {
        var end = clock.GetUtcNow() + MaxTime;
        var (account, isPlace) = (part.Account, part.Place is null);
        foreach (var exporter in _exporters)
        {
            isPlace |= exporter.Kind == part.Place?.Kind;
            if (!isPlace)
                continue;
            var last = exporter.Kind == part.Place?.Kind ? part.Place.After : null;
            await foreach (var piece in exporter.ExportAsync(account, last, cancellationToken))
            {
                if (await revocations.IsRevokedAsync(account.Id, account.TokenVersion, cancellationToken))
                    return (null, IsRevoked: true);
                // A thing that is in several files is in one part. A part has at least one thing.
                if (piece.Cursor != last && writer.HasAny && (clock.GetUtcNow() >= end || writer.FileCount >= MaxFiles))
                {
                    await writer.EndKindAsync(cancellationToken);
                    return (new ExportPlace(exporter.Kind, last), IsRevoked: false);
                }

                await writer.WriteAsync(exporter.Kind, piece, isNew: piece.Cursor != last, cancellationToken);
                last = piece.Cursor;
            }

            await writer.EndKindAsync(cancellationToken);
        }

        return (null, IsRevoked: false);
    }
}
