namespace LeRun.Functions.Http;

/// <summary>The callers that a function is for.</summary>
public enum Access
{
    /// <summary>Anyone, with or without a token.</summary>
    Anyone,

    /// <summary>Callers with a valid token; the function itself decides what is theirs.</summary>
    SignedIn,

    /// <summary>Moderators; every administrator is one.</summary>
    Moderator,

    /// <summary>Administrators.</summary>
    Admin,
}

/// <summary>
/// Declares the callers that an HTTP function is for. Without it, it is for administrators alone, and a test fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AccessAttribute(Access access) : Attribute
{
    /// <summary>The callers that the function is for.</summary>
    public Access Access { get; } = access;
}
