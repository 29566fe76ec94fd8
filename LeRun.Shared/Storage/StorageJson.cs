using System.Text.Json.Serialization;
using LeRun.Forum;
using LeRun.Rooms;
using LeRun.Runs;
using LeRun.Users;

namespace LeRun.Storage;

/// <summary>Source-generated JSON for everything that is stored, patched or sent as a query's parameter; arrays are what the SDK reads pages of queries into.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(UserAccount[]))]
[JsonSerializable(typeof(RevocationRow[]))]
[JsonSerializable(typeof(LoginFailures))]
[JsonSerializable(typeof(Removal))]
[JsonSerializable(typeof(LiveRun[]))]
[JsonSerializable(typeof(RunRecord[]))]
[JsonSerializable(typeof(RecordGuard))]
[JsonSerializable(typeof(RunRoom[]))]
[JsonSerializable(typeof(RoomSummary[]))]
[JsonSerializable(typeof(Dictionary<string, WrongPasswords>))]
[JsonSerializable(typeof(Post[]))]
[JsonSerializable(typeof(Comment[]))]
[JsonSerializable(typeof(Entry))]
[JsonSerializable(typeof(Like))]
[JsonSerializable(typeof(LikeRow[]))]
[JsonSerializable(typeof(RemovableRow[]))]
[JsonSerializable(typeof(ClearedItem[]))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class StorageJson : JsonSerializerContext;
