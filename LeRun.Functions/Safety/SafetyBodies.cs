using System.Text.Json.Serialization;

namespace LeRun.Functions.Safety;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(BlockedView))]
internal sealed partial class SafetyBodies : JsonSerializerContext;
