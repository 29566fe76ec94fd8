using System.Text.Json.Serialization;

namespace LeRun.Functions.Rooms;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(RoomRequest))]
[JsonSerializable(typeof(IReadOnlyList<RoomView>))]
[JsonSerializable(typeof(RoomResultView))]
internal sealed partial class RoomBodies : JsonSerializerContext;
