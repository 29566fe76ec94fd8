using System.Text.Json.Serialization;

namespace LeRun.Functions.Admin;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(DeletedAllView))]
[JsonSerializable(typeof(HealthView))]
internal sealed partial class AdminBodies : JsonSerializerContext;
