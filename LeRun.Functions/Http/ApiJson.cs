using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LeRun.Functions.Admin;
using LeRun.Functions.Forum;
using LeRun.Functions.Rooms;
using LeRun.Functions.Runs;
using LeRun.Functions.Users;
using LeRun.Storage;

namespace LeRun.Functions.Http;

/// <summary>Source-generated JSON for every body that the API takes or answers.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(ProblemView))]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(NicknameRequest))]
[JsonSerializable(typeof(PictureRequest))]
[JsonSerializable(typeof(LoginView))]
[JsonSerializable(typeof(DeletedUserView))]
[JsonSerializable(typeof(IReadOnlyList<UserView>))]
[JsonSerializable(typeof(ProfileView))]
[JsonSerializable(typeof(RunDataRequest))]
[JsonSerializable(typeof(RunRecordRequest))]
[JsonSerializable(typeof(LiveRunView))]
[JsonSerializable(typeof(IReadOnlyList<RunRecordView>))]
[JsonSerializable(typeof(RoomRequest))]
[JsonSerializable(typeof(IReadOnlyList<RoomView>))]
[JsonSerializable(typeof(RoomResultView))]
[JsonSerializable(typeof(PostRequest))]
[JsonSerializable(typeof(CommentRequest))]
[JsonSerializable(typeof(LikeRequest))]
[JsonSerializable(typeof(IReadOnlyList<PostView>))]
[JsonSerializable(typeof(IReadOnlyList<CommentView>))]
[JsonSerializable(typeof(LikedView))]
[JsonSerializable(typeof(LikeChangeView))]
[JsonSerializable(typeof(DeletedAllView))]
[JsonSerializable(typeof(HealthView))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>How <typeparamref name="T"/> is read and written.</summary>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Web.Options.GetTypeInfo(typeof(T));

    // A class of its own, so that it is made after the generated half of this one.
    private static class Web
    {
        public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.General)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            AllowDuplicateProperties = false,
            // Answers are JSON and never a part of a page: Chinese may stay Chinese.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = Default,
            Converters = { new UtcMilliseconds() },
        };
    }
}
