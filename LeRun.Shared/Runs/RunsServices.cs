using System.Text.Json.Serialization;
using LeRun.Runs.Maps;
using LeRun.Runs.Privacy;
using LeRun.Runs.Progress;
using LeRun.Runs.Tracks;
using LeRun.Safety;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Runs;

/// <summary>Registers runs.</summary>
public static class RunsServices
{
    /// <summary>Adds live runs and run records.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<RunsSettings>(configuration)
        .AddSingleton<LocalDates>()
        .AddSingleton<RecordCounting>()
        .AddSingleton<RecordBackfill>()
        .AddSingleton<ProgressStore>()
        .AddSingleton<ProgressService>()
        .AddCosmosContainer(LiveRunStore.Definition, RunItemsJson.Default)
        .AddSingleton<LiveRunStore>()
        .AddSingleton<RecordStore>()
        .AddSingleton<UploadMemory>()
        .AddSingleton<LiveRunService>()
        .AddSingleton<LiveRunReader>()
        .AddSingleton<RecordService>()
        .AddSingleton<RecordReader>()
        .AddSingleton<RecordFiles>()
        .AddSingleton<RoutePictures>()
        .AddSingleton<PrivacyKeys>()
        .AddSingleton<PrivacyStore>()
        .AddSingleton<PrivacyCache>()
        .AddSingleton<PrivacyService>()
        .AddSingleton<RecordCreation>()
        .AddSingleton<RecordImport>()
        .AddSingleton<RecordModerationStore>()
        .AddSingleton<IReportTarget, RecordTarget>()
        .AddSingleton<IUserDataEraser, RunEraser>()
        .AddSingleton<IUserDataExporter, LiveRunExporter>()
        .AddSingleton<IUserDataExporter, RecordExporter>()
        .AddSingleton<IUserDataExporter, ProgressExporter>()
        .AddSingleton<IUserDataExporter, PrivacyExporter>();
}

/// <summary>JSON of what container <c>runs</c> holds; arrays are what the SDK reads pages of queries into.</summary>
[JsonSerializable(typeof(LiveRun[]))]
[JsonSerializable(typeof(MarkerChunk[]))]
[JsonSerializable(typeof(IReadOnlyList<RunSample>))]
[JsonSerializable(typeof(RunRecord[]))]
[JsonSerializable(typeof(PersonalBests[]))]
[JsonSerializable(typeof(MonthTotals[]))]
[JsonSerializable(typeof(RunnerSettings[]))]
[JsonSerializable(typeof(RunnerPrivacy[]))]
[JsonSerializable(typeof(CountedRow[]))]
[JsonSerializable(typeof(RecordGuard))]
internal sealed partial class RunItemsJson : JsonSerializerContext;
