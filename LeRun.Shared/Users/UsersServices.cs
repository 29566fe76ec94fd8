using System.Text.Json.Serialization;
using LeRun.Identity;
using LeRun.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Users;

/// <summary>Registers accounts.</summary>
public static class UsersServices
{
    /// <summary>Adds accounts and their deletion.</summary>
    public static IServiceCollection AddUsers(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<LimitSettings>(configuration)
        .AddCosmosContainer(UserStore.Definition, UserItemsJson.Default)
        .AddSingleton<UserStore>()
        .AddSingleton<ActivityStore>()
        .AddSingleton<ActivityLimits>()
        .AddSingleton<IRevocationSource, RevocationStore>()
        .AddSingleton<UserService>()
        .AddSingleton<LoginService>()
        .AddSingleton<UserCache>()
        .AddSingleton<PasswordRules>()
        .AddSingleton<AccountRecovery>()
        .AddSingleton<AccountLocks>()
        .AddSingleton<AccountErasure>()
        .AddSingleton<AccountDeletion>()
        .AddSingleton<IUserDataExporter, ProfileExporter>()
        .AddHostedService<RoleCheck>();
}

/// <summary>JSON of what container <c>users</c> holds; arrays are what the SDK reads pages of queries into.</summary>
[JsonSerializable(typeof(UserAccount[]))]
[JsonSerializable(typeof(RevocationRow[]))]
[JsonSerializable(typeof(FailedLogins))]
[JsonSerializable(typeof(AccountLock))]
[JsonSerializable(typeof(ActivityWindow))]
[JsonSerializable(typeof(LastMade))]
[JsonSerializable(typeof(Erasure))]
internal sealed partial class UserItemsJson : JsonSerializerContext;
