using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace LeRun.Users;

/// <summary>Exports the account itself.</summary>
public sealed class ProfileExporter : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "profile";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (after is null)
        {
            yield return ExportedPiece.JsonFile(
                Kind,
                "profile.json",
                new ExportedProfile(
                    account.AccountId, account.Username, account.Nickname, account.CreatedAt, account.UpdatedAt, account.Version),
                ExportedProfileJson.Default);
        }
    }
}

/// <summary>An account as its user reads it.</summary>
internal sealed record ExportedProfile(
    [property: JsonPropertyName("_id")] string Id, string Username, string Nickname, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, [property: JsonPropertyName("__v")] int Version);

[JsonSerializable(typeof(ExportedProfile))]
internal sealed partial class ExportedProfileJson : JsonSerializerContext;
