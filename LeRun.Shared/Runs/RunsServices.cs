using LeRun.Storage;
using LeRun.Users;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Runs;

/// <summary>Registers runs.</summary>
public static class RunsServices
{
    /// <summary>Adds live runs and run records.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services) => services
        .AddCosmosContainer(LiveRunStore.Definition, RunItemsJson.Default)
        .AddSingleton<LiveRunStore>()
        .AddSingleton<RecordStore>()
        .AddSingleton<RunService>()
        .AddSingleton<IUserDataEraser, RunEraser>();
}
