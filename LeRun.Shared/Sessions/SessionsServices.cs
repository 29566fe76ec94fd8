using LeRun.Identity;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Sessions;

/// <summary>Registers sessions.</summary>
public static class SessionsServices
{
    /// <summary>Adds sessions with their container.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services) => services
        .AddCosmosContainer(SessionStore.Definition, SessionItemsJson.Default)
        .AddSingleton<SessionStore>()
        .AddSingleton<IEndedSessionSource>(provider => provider.GetRequiredService<SessionStore>())
        .AddSingleton<RefreshTokens>()
        .AddSingleton<SessionService>()
        .AddSingleton<IUserDataEraser, SessionEraser>()
        .AddSingleton<IUserDataExporter, SessionExporter>();
}
