using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Export;

/// <summary>Registers the export of users' data.</summary>
public static class ExportServices
{
    /// <summary>Adds the export; what goes into it each feature adds itself.</summary>
    public static IServiceCollection AddExport(this IServiceCollection services) => services
        .AddSingleton<ExportLinks>()
        .AddSingleton<ExportService>()
        .AddSingleton<ExportArchive>();
}
