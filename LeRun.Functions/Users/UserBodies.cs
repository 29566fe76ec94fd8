using System.Text.Json.Serialization;

namespace LeRun.Functions.Users;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(NicknameRequest))]
[JsonSerializable(typeof(PictureRequest))]
[JsonSerializable(typeof(LoginView))]
[JsonSerializable(typeof(DeletedUserView))]
[JsonSerializable(typeof(IReadOnlyList<UserView>))]
[JsonSerializable(typeof(ProfileView))]
internal sealed partial class UserBodies : JsonSerializerContext;
