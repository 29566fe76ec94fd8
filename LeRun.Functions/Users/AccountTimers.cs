using LeRun.Users;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Functions.Users;

/// <summary>Finishes what deletions of accounts left to do.</summary>
public sealed class AccountTimers(AccountDeletion deletion)
{
    [Function("FinishAccountDeletions")]
    public Task Finish([TimerTrigger("%FinishAccountDeletionsSchedule%")] TimerInfo timer, CancellationToken cancellation) =>
        deletion.ResumeAsync(cancellation);
}
