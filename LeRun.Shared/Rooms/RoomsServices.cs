using LeRun.Runs;
using LeRun.Users;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LeRun.Rooms;

public static class RoomsServices
{
    public static IServiceCollection AddRooms(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RoomSettings>().Bind(configuration.GetSection(RoomSettings.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RoomSettings>, RoomSettings.Validator>();
        return services
            .AddSingleton<RoomStore>()
            .AddSingleton<IFellowRunners>(provider => provider.GetRequiredService<RoomStore>())
            .AddSingleton<RoomPasswords>()
            .AddSingleton<Newcomers>()
            .AddSingleton<RoomEnd>()
            .AddSingleton<RoomGuesses>()
            .AddSingleton<RoomService>()
            .AddSingleton<RoomMembership>()
            .AddSingleton<RoomUpdates>()
            .AddSingleton<RoomExpiry>()
            .AddSingleton<IOwnedByUsers, OwnedRooms>();
    }
}
