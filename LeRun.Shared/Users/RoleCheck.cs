using LeRun.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeRun.Users;

/// <summary>
/// Warns at start, in a line each, of administrators and moderators that the settings name and nobody is. It runs beside the
/// first requests; where nobody is named it reads nothing. 1 Cosmos request.
/// </summary>
internal sealed partial class RoleCheck(Roles roles, UserStore users, ILogger<RoleCheck> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var all = roles.Administrators.Select(holder => (Setting: "Auth__Admins", Role: "an administrator", Holder: holder))
            .Concat(roles.Moderators.Select(holder => (Setting: "Auth__Moderators", Role: "a moderator", Holder: holder)))
            .ToList();
        if (all.Count == 0)
            return;
        try
        {
            var usernames = all.Select(named => named.Holder.NormalizedUsername).Distinct(StringComparer.Ordinal);
            var active = (await users.ReadManyAsync(usernames, stoppingToken)).Where(user => user.IsActive).ToList();
            foreach (var (setting, role, holder) in all)
            {
                if (!active.Any(user => holder.Is(user.Id, user.AccountId)))
                    Log.Missing(logger, setting, holder.NormalizedUsername, role);
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.Unchecked(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Setting} names '{Username}', but there is no such account. A name that nobody "
            + "has ever had makes whoever registers it {Role}; 'name:_id' binds the role to an account.")]
        public static partial void Missing(ILogger logger, string setting, string username, string role);

        [LoggerMessage(2, LogLevel.Warning, "Whether those that Auth__Admins and Auth__Moderators name exist could not be read.")]
        public static partial void Unchecked(ILogger logger, Exception exception);
    }
}
