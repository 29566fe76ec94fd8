using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.Runs;

/// <summary>Removes a deleted account's live run and records.</summary>
public sealed class OwnedRuns(Database database) : IOwnedByUsers
{
    private readonly Container _container = database.GetContainer(Containers.Runs);

    public string Kind => "records";

    public async Task<int> RemoveAsync(UserDocument owner, CancellationToken cancellation)
    {
        var query = new QueryDefinition("SELECT c.id, c.type FROM c WHERE (c.createdAt ?? c.updatedAt) <= @cutoff")
            .WithParameter("@cutoff", Instant.Write(owner.Removal!.Cutoff));
        return await PartitionClearing.RemoveAsync(_container, owner.Id, query, RunRecord.ItemType, cancellation);
    }
}
