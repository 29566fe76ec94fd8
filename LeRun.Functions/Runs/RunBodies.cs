using System.Text.Json.Serialization;
using LeRun.Runs;

namespace LeRun.Functions.Runs;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(PutRunDataRequest))]
[JsonSerializable(typeof(StoreRecordRequest))]
[JsonSerializable(typeof(LiveRunView))]
[JsonSerializable(typeof(IReadOnlyList<RunRecordView>))]
internal sealed partial class RunBodies : JsonSerializerContext;
