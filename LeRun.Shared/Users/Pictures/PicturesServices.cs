using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Users.Pictures;

/// <summary>Registers profile pictures.</summary>
public static class PicturesServices
{
    /// <summary>Adds profile pictures and their cleanup.</summary>
    public static IServiceCollection AddPictures(this IServiceCollection services) => services
        .AddSingleton<PictureStore>()
        .AddSingleton<DecodeTurns>()
        .AddSingleton<PictureMaker>()
        .AddSingleton<PictureSizes>()
        .AddSingleton<PictureCleanup>()
        .AddSingleton<PictureService>()
        .AddSingleton<IUserDataEraser, PictureEraser>()
        .AddSingleton<IUserDataExporter, PictureExporter>();
}
