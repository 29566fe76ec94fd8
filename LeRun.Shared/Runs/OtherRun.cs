using LeRun.Localization;

namespace LeRun.Runs;

/// <summary>Another run is under way: on another device, or a newer one.</summary>
/// <param name="Run">The run under way.</param>
public sealed record OtherRun(CurrentRun Run) : Conflict(Messages.OtherRun)
{
    /// <inheritdoc/>
    public override object? Current => Run;
}

/// <summary>A live run that stands in the way of an upload.</summary>
/// <param name="Start">When it began.</param>
/// <param name="UpdatedAt">When it was last uploaded.</param>
/// <param name="Device">The device that uploads it; null: it does not say.</param>
public sealed record CurrentRun(DateTimeOffset Start, DateTimeOffset UpdatedAt, string? Device);
