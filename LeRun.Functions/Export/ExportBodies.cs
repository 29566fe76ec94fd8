using System.Text.Json.Serialization;
using LeRun.Export;

namespace LeRun.Functions.Export;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(ExportRequest))]
[JsonSerializable(typeof(ExportView))]
internal sealed partial class ExportBodies : JsonSerializerContext;
