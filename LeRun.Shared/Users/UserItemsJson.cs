using System.Text.Json.Serialization;

namespace LeRun.Users;

/// <summary>JSON of what container <c>users</c> holds; arrays are what the SDK reads pages of queries into.</summary>
[JsonSerializable(typeof(UserAccount[]))]
[JsonSerializable(typeof(RevocationRow[]))]
[JsonSerializable(typeof(LoginFailures))]
[JsonSerializable(typeof(Erasure))]
internal sealed partial class UserItemsJson : JsonSerializerContext;
