using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Safety;

/// <summary>Erases a deleted account's consents.</summary>
public sealed class ConsentEraser(ConsentStore store) : IUserDataEraser
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<DeletionCounts> EraseAsync(
        UserAccount account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await store.TryDeleteAsync(account.AccountId, cancellationToken);
        yield break;
    }
}

/// <summary>Exports an account's consents.</summary>
public sealed class ConsentExporter(ConsentStore store) : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "consents";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var list = await store.ReadAsync(account.AccountId, cancellationToken);
        // Instances whose clocks differ may have stored them in another order.
        foreach (var consent in list.Consents.OrderBy(consent => consent.Id, StringComparer.Ordinal))
        {
            if (string.CompareOrdinal(consent.Id, after) <= 0)
                continue;
            var exported = new ExportedConsent(consent.Kind, consent.Version, consent.At);
            yield return ExportedPiece.Element(consent.Id, exported, ExportedConsentJson.Default);
        }
    }
}

/// <summary>A consent as its user reads it.</summary>
internal sealed record ExportedConsent(string Kind, string Version, DateTimeOffset ConsentedAt);

[JsonSerializable(typeof(ExportedConsent))]
internal sealed partial class ExportedConsentJson : JsonSerializerContext;
