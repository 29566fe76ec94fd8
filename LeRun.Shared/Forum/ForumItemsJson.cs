using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Forum;

/// <summary>JSON of what container <c>forum</c> holds; arrays are what the SDK reads pages of queries into.</summary>
[JsonSerializable(typeof(Post[]))]
[JsonSerializable(typeof(Comment[]))]
[JsonSerializable(typeof(Entry))]
[JsonSerializable(typeof(Like))]
[JsonSerializable(typeof(LikeRow[]))]
[JsonSerializable(typeof(RemovableRow[]))]
[JsonSerializable(typeof(ClearedItem[]))]
internal sealed partial class ForumItemsJson : JsonSerializerContext;
