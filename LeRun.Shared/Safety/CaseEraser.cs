using System.Runtime.CompilerServices;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Safety;

/// <summary>
/// Erases a deleted account's reports, and the decided cases about what it had. An open case stays until it is decided: what
/// somebody is reported for is not out of the world by deleting the account.
/// </summary>
public sealed class CaseEraser(CaseStore store) : IUserDataEraser
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<DeletionCounts> EraseAsync(
        UserAccount account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reports = DeletionSteps.RunAsync(
            async token => (await store.ListReportsAsync(account.AccountId, after: null, DeletionSteps.Size, token)).Items,
            (report, _, token) => store.TryDeleteAsync(report, token),
            cancellationToken);
        await foreach (var step in reports)
            yield return step;
        var cases = DeletionSteps.RunAsync<Case>(
            async token =>
            [
                .. (await store.ListOfAuthorAsync(account.AccountId, DeletionSteps.Size, token))
                    .Where(found => found is { Status: CaseStatus.Resolved, PendingAt: null }),
            ],
            (found, _, token) => store.TryDeleteAsync(found, token),
            cancellationToken);
        await foreach (var step in cases)
            yield return step;
    }
}
