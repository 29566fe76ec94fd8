using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Admin;

/// <summary>Registers administration.</summary>
public static class AdminServices
{
    /// <summary>Adds what administrators may do.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<AdminSettings>(configuration)
        .AddSingleton<DeleteAllService>();
}
