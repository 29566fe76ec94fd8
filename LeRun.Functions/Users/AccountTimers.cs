using LeRun.Forum;
using LeRun.Users;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Functions.Users;

/// <summary>Finishes what deletions of accounts, posts and comments left to do.</summary>
public sealed class AccountTimers(AccountRemoval accounts, ForumRemoval forum)
{
    [Function("FinishAccountDeletions")]
    public Task Finish([TimerTrigger("%FinishAccountDeletionsSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        Task.WhenAll(forum.ResumeAsync(cancellationToken), accounts.ResumeAsync(cancellationToken));
}
