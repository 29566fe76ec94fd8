using LeRun.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeRun.Users;

/// <summary>
/// Warns at start, in a line each, of administrators that the settings name and nobody is. It runs beside the first requests;
/// where nobody is named it reads nothing. 1 Cosmos request.
/// </summary>
internal sealed partial class AdministratorCheck(
    Administrators administrators, UserStore users, ILogger<AdministratorCheck> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (administrators.Named.Count == 0)
            return;
        try
        {
            var usernames = administrators.Named.Select(named => named.NormalizedUsername).Distinct(StringComparer.Ordinal);
            var active = (await users.ReadManyAsync(usernames, stoppingToken)).Where(user => user.IsActive).ToList();
            foreach (var named in administrators.Named)
            {
                if (!active.Any(user => named.Is(user.Id, user.AccountId)))
                    Log.Missing(logger, named.NormalizedUsername);
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.Unchecked(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Auth__Admins names '{Username}', but there is no such account. A name that nobody "
            + "has ever had makes whoever registers it an administrator; 'name:_id' binds the role to an account.")]
        public static partial void Missing(ILogger logger, string username);

        [LoggerMessage(2, LogLevel.Warning, "Whether the administrators that Auth__Admins names exist could not be read.")]
        public static partial void Unchecked(ILogger logger, Exception exception);
    }
}
