using System.ComponentModel.DataAnnotations;

namespace LeRun.Export;

/// <summary>Proof that whoever asks for an account's data is its user, and not only holds its token.</summary>
public sealed record ExportRequest
{
    /// <summary>The password.</summary>
    [Required]
    public string? Password { get; init; }
}
