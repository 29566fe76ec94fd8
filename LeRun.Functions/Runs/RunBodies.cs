using System.Text.Json.Serialization;

namespace LeRun.Functions.Runs;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(RunDataRequest))]
[JsonSerializable(typeof(RunRecordRequest))]
[JsonSerializable(typeof(LiveRunView))]
[JsonSerializable(typeof(IReadOnlyList<RunRecordView>))]
internal sealed partial class RunBodies : JsonSerializerContext;
