using System.Text.Json.Serialization;
using LeRun.Runs;

namespace LeRun.Functions.LiveRuns;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(PutRunDataRequest))]
[JsonSerializable(typeof(AppendRunDataRequest))]
[JsonSerializable(typeof(LiveRunView))]
[JsonSerializable(typeof(AppendedView))]
[JsonSerializable(typeof(CurrentRun))]
internal sealed partial class LiveRunBodies : JsonSerializerContext;
