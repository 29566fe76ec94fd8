using System.Text.Json.Serialization;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Safety;

/// <summary>Registers what keeps people apart from what they do not want, and what they consent to.</summary>
public static class SafetyServices
{
    /// <summary>Adds blocks, reports, the cases that moderators decide, and consents.</summary>
    public static IServiceCollection AddSafety(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<ModerationSettings>(configuration)
        .AddSettings<TermsSettings>(configuration)
        .AddCosmosContainer(BlockStore.Definition, SocialItemsJson.Default)
        .AddSingleton<BlockStore>()
        .AddSingleton<BlockMemory>()
        .AddSingleton<IViewers>(provider => provider.GetRequiredService<BlockMemory>())
        .AddSingleton<BlockService>()
        .AddSingleton<ConsentStore>()
        .AddSingleton<ConsentService>()
        .AddCosmosContainer(CaseStore.Definition, ModerationItemsJson.Default)
        .AddSingleton<CaseStore>()
        .AddSingleton<CaseEffects>()
        .AddSingleton<CaseService>()
        .AddSingleton<ReportService>()
        .AddSingleton<HoldService>()
        .AddSingleton<WordListStore>()
        .AddSingleton<ITextFilter, TextFilter>()
        .AddSingleton<IReportTarget, UserTarget>()
        .AddSingleton<IReportTarget, PictureTarget>()
        .AddSingleton<IUserDataEraser, CaseEraser>()
        .AddSingleton<IUserDataExporter, ReportExporter>()
        .AddSingleton<IUserDataExporter, StandingExporter>()
        .AddSingleton<IUserDataEraser, ConsentEraser>()
        .AddSingleton<IUserDataExporter, ConsentExporter>()
        .AddSingleton<IUserDataEraser, BlockEraser>()
        .AddSingleton<IUserDataExporter, BlockExporter>();
}

/// <summary>JSON of what container <c>social</c> holds; arrays are what the SDK reads pages of queries into.</summary>
[JsonSerializable(typeof(BlockList[]))]
[JsonSerializable(typeof(BlockRow[]))]
[JsonSerializable(typeof(ConsentList))]
internal sealed partial class SocialItemsJson : JsonSerializerContext;

/// <summary>JSON of what container <c>moderation</c> holds; arrays are what the SDK reads pages of queries into.</summary>
[JsonSerializable(typeof(Case[]))]
[JsonSerializable(typeof(Report[]))]
internal sealed partial class ModerationItemsJson : JsonSerializerContext;
