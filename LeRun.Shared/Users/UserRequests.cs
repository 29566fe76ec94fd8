using System.ComponentModel.DataAnnotations;
using LeRun.Identity;

namespace LeRun.Users;

/// <summary>A new account.</summary>
public sealed record RegisterRequest
{
    /// <summary>The username: letters, digits, <c>_</c>, <c>-</c> and <c>.</c>; compared without case.</summary>
    [Required, Username]
    public string? Username { get; init; }

    /// <summary>The password, 8 to 128 characters.</summary>
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

    /// <summary>The new password, 8 to 128 characters.</summary>
    [Required, Password]
    public string? Password { get; init; }
}

/// <summary>A new nickname.</summary>
public sealed record ChangeNicknameRequest : IUserRequest
{
    /// <summary>The most characters of a nickname.</summary>
    public const int MaxNicknameLength = 32;

    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>The name that others see. Blanks around it are taken off.</summary>
    [Required, SingleLine(1, MaxNicknameLength)]
    public string? Nickname { get; init; }
}
