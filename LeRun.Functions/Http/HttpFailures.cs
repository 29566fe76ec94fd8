using LeRun.Localization;

namespace LeRun.Functions.Http;

/// <summary>The body is larger than its route takes.</summary>
/// <param name="Message">Tells the user how large it may be.</param>
public sealed record PayloadTooLarge(LocalizedMessage Message) : Failure(Message);

/// <summary>The body did not arrive in time.</summary>
/// <param name="Message">Tells the user how long it may take.</param>
public sealed record BodyTooSlow(LocalizedMessage Message) : Failure(Message);

/// <summary>The body is of a kind that its route does not take.</summary>
/// <param name="Message">Tells the user what it may be.</param>
public sealed record UnsupportedMediaType(LocalizedMessage Message) : Failure(Message);
