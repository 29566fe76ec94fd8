using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Admin;

public static class AdminServices
{
    public static IServiceCollection AddAdmin(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AdminSettings>().Bind(configuration.GetSection(AdminSettings.Section)).ValidateOnStart();
        return services.AddSingleton<DeleteAll>();
    }
}
