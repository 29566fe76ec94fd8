using System.Text.Json.Serialization;
using LeRun.Rooms;

namespace LeRun.Functions.Rooms;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(CreateRoomRequest))]
[JsonSerializable(typeof(JoinRoomRequest))]
[JsonSerializable(typeof(LeaveRoomRequest))]
[JsonSerializable(typeof(DeleteRoomRequest))]
[JsonSerializable(typeof(UpdateRoomRequest))]
[JsonSerializable(typeof(IReadOnlyList<RoomView>))]
[JsonSerializable(typeof(RoomResultView))]
internal sealed partial class RoomBodies : JsonSerializerContext;
