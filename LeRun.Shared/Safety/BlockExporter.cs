using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Safety;

/// <summary>Exports whom an account blocks.</summary>
public sealed class BlockExporter(BlockStore store) : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "blocks";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var list = await store.FindAsync(account.AccountId, cancellationToken);
        foreach (var block in list?.Blocks ?? [])
        {
            if (after is not null && string.CompareOrdinal(block.Id, after) <= 0)
                continue;
            var exported = new ExportedBlock(block.NormalizedUsername, IdGenerator.TimeOf(block.Id));
            yield return ExportedPiece.Element(block.Id, exported, ExportedBlockJson.Default);
        }
    }
}

/// <summary>A block as whoever set it reads it.</summary>
internal sealed record ExportedBlock(string Username, DateTimeOffset CreatedAt);

[JsonSerializable(typeof(ExportedBlock))]
internal sealed partial class ExportedBlockJson : JsonSerializerContext;
