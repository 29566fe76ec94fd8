using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LeRun.Identity;

public static class IdentityServices
{
    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AuthSettings>().Bind(configuration.GetSection(AuthSettings.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuthSettings>, AuthSettings.Validator>();
        services.AddOptions<PasswordHasherOptions>()
            .Configure<IOptions<AuthSettings>>((hashing, auth) => hashing.IterationCount = auth.Value.PasswordIterations);
        return services.AddSingleton<Passwords>().AddSingleton<Tokens>().AddSingleton<Revocations>();
    }
}
