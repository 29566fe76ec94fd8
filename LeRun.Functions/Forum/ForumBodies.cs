using System.Text.Json.Serialization;
using LeRun.Forum;

namespace LeRun.Functions.Forum;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(CreatePostRequest))]
[JsonSerializable(typeof(UpdatePostRequest))]
[JsonSerializable(typeof(CommentRequest))]
[JsonSerializable(typeof(LikeRequest))]
[JsonSerializable(typeof(IReadOnlyList<PostView>))]
[JsonSerializable(typeof(IReadOnlyList<CommentView>))]
[JsonSerializable(typeof(LikedView))]
[JsonSerializable(typeof(LikeChangeView))]
internal sealed partial class ForumBodies : JsonSerializerContext;
