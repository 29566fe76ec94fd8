namespace LeRun.Functions.Safety;

/// <summary>Whether the caller blocks a user.</summary>
/// <param name="Username">The user.</param>
/// <param name="Blocked">Whether the caller blocks them now.</param>
public sealed record BlockedView(string Username, bool Blocked);
