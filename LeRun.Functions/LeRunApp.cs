using LeRun.Admin;
using LeRun.Forum;
using LeRun.Functions.Docs;
using LeRun.Functions.Http;
using LeRun.Identity;
using LeRun.Rooms;
using LeRun.Runs;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeRun.Functions;

/// <summary>What LeRun is made of, said once for every host that runs it.</summary>
public static class LeRunApp
{
    /// <summary>The middleware around every function, outermost first. After the host's own web middleware.</summary>
    public static void UseLeRun(this IFunctionsWorkerApplicationBuilder builder)
    {
        builder.UseMiddleware<FailureMiddleware>();
        builder.UseMiddleware<AccessMiddleware>();
    }

    public static IServiceCollection AddLeRun(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ApiSettings>().Bind(configuration.GetSection(ApiSettings.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiSettings>, ApiSettings.Validator>();

        // Made here and now: a function without a declaration must stop the start, not a request.
        services.AddSingleton(new FunctionAccess(typeof(LeRunApp).Assembly.GetExportedTypes()));

        return services
            .AddCosmos(configuration)
            .AddBlobs(configuration)
            .AddIdentity(configuration)
            .AddUsers()
            .AddRuns()
            .AddRooms(configuration)
            .AddForum()
            .AddAdmin(configuration)
            .AddSingleton<Health>()
            .AddSingleton<DocsFiles>();
    }
}
