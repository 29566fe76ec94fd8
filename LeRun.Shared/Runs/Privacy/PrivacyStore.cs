using LeRun.Runs.Progress;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Runs.Privacy;

/// <summary>What runners let others see, beside their runs. Costs are in Cosmos requests.</summary>
public sealed class PrivacyStore(Database database)
{
    private readonly Container _container = database.GetContainer(ProgressStore.ContainerName);

    /// <summary>A runner's privacy. 1 request.</summary>
    public async Task<RunnerPrivacy> ReadAsync(string accountId, CancellationToken cancellationToken) =>
        await _container.FindAsync<RunnerPrivacy>(accountId, RunnerPrivacy.ItemId, cancellationToken)
            ?? RunnerPrivacy.None(accountId);

    /// <summary>Sets a runner's privacy; null if it changed since it was read. 1 request.</summary>
    public Task<RunnerPrivacy?> TrySetAsync(RunnerPrivacy privacy, CancellationToken cancellationToken) =>
        privacy.ETag is null
            ? _container.TryCreateAsync(privacy.AccountId, privacy, cancellationToken)
            : _container.TryReplaceAsync(privacy.AccountId, privacy, cancellationToken);
}
