using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LeRun.Identity;

/// <summary>Registers what proves who is calling.</summary>
public static class IdentityServices
{
    /// <summary>Adds the hashing of passwords, access tokens and their revocations.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PasswordHasherOptions>()
            .Configure<IOptions<AuthSettings>>((options, auth) => options.IterationCount = auth.Value.PasswordIterations);
        return services
            .AddSettings<AuthSettings>(configuration)
            .AddSingleton(HashTurns.ForThisMachine())
            .AddSingleton<PasswordHasher>()
            .AddSingleton<Roles>()
            .AddSingleton<AccessTokens>()
            .AddSingleton<TextSigner>()
            .AddSingleton<Revocations>();
    }
}
