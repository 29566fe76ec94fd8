using System.Runtime.CompilerServices;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.Runs;

/// <summary>Removes a deleted account's live run and records.</summary>
public sealed class OwnedRuns(Database database) : IOwnedByUsers
{
    private readonly Container _container = database.GetContainer(Containers.Runs);

    public async IAsyncEnumerable<Removed> RemoveAsync(UserAccount owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT c.id, c.type FROM c WHERE (c.createdAt ?? c.updatedAt) <= @cutoff")
            .WithParameter("@cutoff", UtcMilliseconds.Format(owner.Removal!.Cutoff));
        await foreach (var step in PartitionClearing.RemoveAsync(_container, owner.Id, query, cancellationToken))
            yield return new Removed("records", step.Of(RunRecord.ItemType));
    }
}
