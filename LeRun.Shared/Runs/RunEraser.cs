using System.Runtime.CompilerServices;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.Runs;

/// <summary>Removes a deleted account's live run and records.</summary>
public sealed class OwnedRuns(Database database) : IUserDataEraser
{
    private readonly Container _container = database.GetContainer(LiveRunStore.ContainerName);

    public async IAsyncEnumerable<DeletionCounts> EraseAsync(
        UserAccount account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT c.id, c.type FROM c WHERE (c.createdAt ?? c.updatedAt) <= @cutoff")
            .WithParameter("@cutoff", UtcMilliseconds.Format(account.Removal!.Cutoff));
        await foreach (var step in PartitionClearing.RemoveAsync(_container, account.Id, query, cancellationToken))
            yield return DeletionCounts.Of("records", step.Of(RunRecord.ItemType));
    }
}
