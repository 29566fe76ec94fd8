using System.Text.Json.Serialization;
using LeRun.Sessions;

namespace LeRun.Functions.Sessions;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(LogoutRequest))]
[JsonSerializable(typeof(SessionTokensView))]
[JsonSerializable(typeof(LogoutView))]
[JsonSerializable(typeof(IReadOnlyList<SessionView>))]
internal sealed partial class SessionBodies : JsonSerializerContext;
