using System.Text.Json.Serialization;
using LeRun.Runs;
using LeRun.Runs.Tracks;

namespace LeRun.Functions.Runs;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(StoreRecordRequest))]
[JsonSerializable(typeof(UpdateRecordRequest))]
[JsonSerializable(typeof(IReadOnlyList<RunRecordView>))]
[JsonSerializable(typeof(RunAnalysisView))]
[JsonSerializable(typeof(OverlappingRecord))]
[JsonSerializable(typeof(Marker))]
internal sealed partial class RunBodies : JsonSerializerContext;
