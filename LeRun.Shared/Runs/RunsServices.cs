using LeRun.Users;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Runs;

public static class RunsServices
{
    public static IServiceCollection AddRuns(this IServiceCollection services) => services
        .AddSingleton<LiveRunStore>()
        .AddSingleton<RecordStore>()
        .AddSingleton<RunService>()
        .AddSingleton<IOwnedByUsers, OwnedRuns>();
}
