using System.ComponentModel.DataAnnotations;
using LeRun.Identity;

namespace LeRun.Users;

/// <summary>A new account.</summary>
public sealed record RegisterRequest
{
    /// <summary>The username: letters, digits, <c>_</c>, <c>-</c> and <c>.</c>; compared without case.</summary>
    [Required, Username]
    public string? Username { get; init; }

    /// <summary>The password, 8 to 128 characters; neither the username nor one of the commonest passwords.</summary>
    [Required, Password]
    public string? Password { get; init; }
}

/// <summary>A login.</summary>
public sealed record LoginRequest
{
    /// <summary>The username in any spelling.</summary>
    [Required]
    public string? Username { get; init; }

    /// <summary>The password.</summary>
    [Required]
    public string? Password { get; init; }
}

/// <summary>Proof that the account to delete is the caller's own.</summary>
public sealed record DeleteAccountRequest
{
    /// <summary>The username in any spelling.</summary>
    [Required]
    public string? Username { get; init; }

    /// <summary>The password.</summary>
    [Required]
    public string? Password { get; init; }
}

/// <summary>A new password.</summary>
public sealed record ChangePasswordRequest : IUserRequest
{
    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>The new password, 8 to 128 characters; neither the username nor one of the commonest passwords.</summary>
    [Required, Password]
    public string? Password { get; init; }

    /// <summary>The password until now. It is checked if it is sent.</summary>
    public string? CurrentPassword { get; init; }
}

/// <summary>A new nickname.</summary>
public sealed record ChangeNicknameRequest : IUserRequest
{
    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>The name that others see. Blanks around it are taken off.</summary>
    [Required, Nickname]
    public string? Nickname { get; init; }
}
