using System.Runtime.CompilerServices;

namespace LeRun.Users.Pictures;

/// <summary>Exports an account's picture.</summary>
public sealed class PictureExporter(PictureStore pictures) : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "pictures";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after is not null || account.Picture is not { } version)
            yield break;
        await using var picture = await pictures.ReadAsync(account.AccountId, version.Hash, cancellationToken);
        if (picture is not null)
        {
            yield return new ExportedPiece(
                version.Hash,
                $"pictures/profile.{ExtensionOf(picture.ContentType)}",
                (file, token) => picture.Content.CopyToAsync(file, token));
        }
    }

    // image/webp: webp
    private static string ExtensionOf(string contentType) =>
        contentType[(contentType.IndexOf('/', StringComparison.Ordinal) + 1)..] is var type && type == "jpeg" ? "jpg" : type;
}
