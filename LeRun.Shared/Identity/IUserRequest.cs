namespace LeRun.Identity;

/// <summary>A request that may name the user it speaks for.</summary>
public interface IUserRequest
{
    /// <summary>The user it speaks for; left out, the caller.</summary>
    string? Username { get; }
}
