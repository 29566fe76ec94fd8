using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Users;

/// <summary>JSON of what container <c>users</c> holds; arrays are what the SDK reads pages of queries into.</summary>
[JsonSerializable(typeof(UserAccount[]))]
[JsonSerializable(typeof(RevocationRow[]))]
[JsonSerializable(typeof(LoginFailures))]
[JsonSerializable(typeof(Removal))]
[JsonSerializable(typeof(ClearedItem[]))]
internal sealed partial class UserItemsJson : JsonSerializerContext;
