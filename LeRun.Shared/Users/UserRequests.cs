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

    /// <summary>The device, if a session is to begin; without it, the token is of no session.</summary>
    public DeviceRequest? Device { get; init; }
}

/// <summary>The device that a session is for.</summary>
public sealed record DeviceRequest
{
    /// <summary>What the app calls the device, such as a random text that it keeps.</summary>
    [Required, StringLength(MaxLength, MinimumLength = 1)]
    public string? Id { get; init; }

    /// <summary>What its user calls it.</summary>
    [Required, StringLength(MaxLength, MinimumLength = 1)]
    public string? Name { get; init; }

    /// <summary>What it is, such as <c>ios</c>.</summary>
    [Required, StringLength(MaxLength, MinimumLength = 1)]
    public string? Platform { get; init; }

    private const int MaxLength = 64;
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

/// <summary>Proof that whoever asks for recovery codes is the account's user, and not only holds its token.</summary>
public sealed record RecoveryCodesRequest
{
    /// <summary>The password.</summary>
    [Required]
    public string? Password { get; init; }
}

/// <summary>A new password for whoever has a recovery code.</summary>
public sealed record RecoverRequest
{
    /// <summary>The username in any spelling.</summary>
    [Required]
    public string? Username { get; init; }

    /// <summary>One of the account's recovery codes, in any case, with or without hyphens.</summary>
    [Required, StringLength(64, MinimumLength = 1)]
    public string? Code { get; init; }

    /// <summary>The new password, 8 to 128 characters; neither the username nor one of the commonest passwords.</summary>
    [Required, Password]
    public string? Password { get; init; }
}

/// <summary>A lock of an account, or its end.</summary>
public sealed record LockRequest
{
    /// <summary>Whether it is to be locked; true by default.</summary>
    public bool? Locked { get; init; }

    /// <summary>Why: for other administrators, not shown to the user.</summary>
    [StringLength(200, MinimumLength = 1)]
    public string? Reason { get; init; }
}
