using System.Text.Json.Serialization;

namespace LeRun.Rooms;

/// <summary>JSON of what container <c>rooms</c> holds; arrays are what the SDK reads pages of queries into.</summary>
[JsonSerializable(typeof(RunRoom[]))]
[JsonSerializable(typeof(RoomSummary[]))]
[JsonSerializable(typeof(Dictionary<string, WrongPasswords>))]
internal sealed partial class RoomItemsJson : JsonSerializerContext;
