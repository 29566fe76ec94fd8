using System.Text.Json.Serialization;
using LeRun.Users;
using LeRun.Users.Pictures;

namespace LeRun.Functions.Users;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(DeleteAccountRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(RecoveryCodesRequest))]
[JsonSerializable(typeof(RecoverRequest))]
[JsonSerializable(typeof(LockRequest))]
[JsonSerializable(typeof(RecoveryCodesView))]
[JsonSerializable(typeof(LockView))]
[JsonSerializable(typeof(ChangeNicknameRequest))]
[JsonSerializable(typeof(ChangePictureRequest))]
[JsonSerializable(typeof(LoginView))]
[JsonSerializable(typeof(DeletedUserView))]
[JsonSerializable(typeof(IReadOnlyList<UserView>))]
[JsonSerializable(typeof(ProfileView))]
internal sealed partial class UserBodies : JsonSerializerContext;
