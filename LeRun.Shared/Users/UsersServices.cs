using LeRun.Identity;
using LeRun.Users.Pictures;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Users;

public static class UsersServices
{
    public static IServiceCollection AddUsers(this IServiceCollection services) => services
        .AddSingleton<UserStore>()
        .AddSingleton<IRevocationSource>(provider => provider.GetRequiredService<UserStore>())
        .AddSingleton<UserService>()
        .AddSingleton<LoginService>()
        .AddSingleton<UserCache>()
        .AddSingleton<AccountRemoval>()
        .AddSingleton<AccountDeletion>()
        .AddSingleton<PictureService>()
        .AddSingleton<IOwnedByUsers, OwnedPictures>();
}
