using System.Text.Json.Serialization;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Safety;

/// <summary>Registers what keeps people apart from what they do not want.</summary>
public static class SafetyServices
{
    /// <summary>Adds blocks.</summary>
    public static IServiceCollection AddSafety(this IServiceCollection services) => services
        .AddCosmosContainer(BlockStore.Definition, SocialItemsJson.Default)
        .AddSingleton<BlockStore>()
        .AddSingleton<BlockMemory>()
        .AddSingleton<IViewers>(provider => provider.GetRequiredService<BlockMemory>())
        .AddSingleton<BlockService>()
        .AddSingleton<IUserDataEraser, BlockEraser>()
        .AddSingleton<IUserDataExporter, BlockExporter>();
}

/// <summary>JSON of what container <c>social</c> holds; arrays are what the SDK reads pages of queries into.</summary>
[JsonSerializable(typeof(BlockList[]))]
[JsonSerializable(typeof(BlockRow[]))]
internal sealed partial class SocialItemsJson : JsonSerializerContext;
