using System.Text.Json.Serialization;
using LeRun.Runs.Progress;

namespace LeRun.Functions.Progress;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(RunnerSettingsRequest))]
[JsonSerializable(typeof(RunnerSettingsView))]
[JsonSerializable(typeof(BestsView))]
[JsonSerializable(typeof(IReadOnlyList<PeriodView>))]
[JsonSerializable(typeof(SummaryView))]
internal sealed partial class ProgressBodies : JsonSerializerContext;
