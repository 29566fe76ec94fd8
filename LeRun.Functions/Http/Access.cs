namespace LeRun.Functions.Http;

/// <summary>Who may call a function.</summary>
public enum Access
{
    /// <summary>Anyone, with or without a token.</summary>
    Anyone,

    /// <summary>Whoever carries a valid token; the function itself decides what is theirs.</summary>
    SignedIn,

    /// <summary>Administrators.</summary>
    Admin,
}

/// <summary>Declares who may call an HTTP function. A function without it is for administrators alone, and a test fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AccessAttribute(Access access) : Attribute
{
    /// <summary>Who may call it.</summary>
    public Access Access { get; } = access;
}
