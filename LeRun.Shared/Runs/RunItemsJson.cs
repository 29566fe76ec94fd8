using System.Text.Json.Serialization;

namespace LeRun.Runs;

/// <summary>JSON of what container <c>runs</c> holds; arrays are what the SDK reads pages of queries into.</summary>
[JsonSerializable(typeof(LiveRun[]))]
[JsonSerializable(typeof(RunRecord[]))]
[JsonSerializable(typeof(RecordGuard))]
internal sealed partial class RunItemsJson : JsonSerializerContext;
