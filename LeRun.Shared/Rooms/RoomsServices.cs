using LeRun.Runs;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Rooms;

public static class RoomsServices
{
    public static IServiceCollection AddRooms(this IServiceCollection services, IConfiguration configuration)
    {
        return services
            .AddSettings<RoomSettings>(configuration)
            .AddCosmosContainer(RoomStore.Definition, RoomItemsJson.Default)
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
            .AddSingleton<IUserDataEraser, OwnedRooms>();
    }
}
