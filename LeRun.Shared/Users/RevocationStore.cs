using System.Text.Json.Serialization;
using LeRun.Identity;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Users;

/// <summary>The ends of tokens as container <c>users</c> holds them, an item an account.</summary>
public sealed class RevocationStore(Database database) : IRevocationSource
{
    private readonly Container _container = database.GetContainer(UserStore.ContainerName);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Revocation> SinceAsync(DateTimeOffset since)
    {
        var query = new QueryDefinition("SELECT c.id, c.tokenVersion, c.revokedAt FROM c WHERE c.revokedAt >= @since")
            .WithParameter("@since", since.ToUnixTimeMilliseconds());
        await foreach (var row in _container.ReadAllAsync<RevocationRow>(query, partition: null))
            yield return new Revocation(row.Id, row.TokenVersion, row.RevokedAt);
    }
}

/// <summary>A row of the query for revocations.</summary>
internal sealed record RevocationRow(
    string Id, int TokenVersion, [property: JsonConverter(typeof(UnixMilliseconds))] DateTimeOffset RevokedAt);
