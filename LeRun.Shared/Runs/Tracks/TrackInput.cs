using System.Text.Json.Serialization;
using LeRun.Localization;

namespace LeRun.Runs.Tracks;

/// <summary>
/// A track as a request has it: its markers, and what is wrong with the first one that breaks a rule of <see cref="Marker"/>.
/// It is read straight into columns; an object a marker would be most of what an upload costs.
/// </summary>
[JsonConverter(typeof(TrackReader))]
public sealed class TrackInput : ICrossFieldRules
{
    internal TrackInput(Track track, int count, MarkerFault? fault) => (Track, Count, Fault) = (track, count, fault);

    /// <summary>How many markers were sent.</summary>
    public int Count { get; }

    /// <summary>The markers, if nothing is wrong with any.</summary>
    public Track Track { get; }

    internal MarkerFault? Fault { get; }

    /// <inheritdoc/>
    public void Check(Validation validation, string prefix)
    {
        if (Fault is { } fault)
            validation.Require(false, $"{prefix.TrimEnd('.')}{fault.Path}", fault.Rule);
    }
}

/// <summary>What is wrong with a marker.</summary>
/// <param name="Path">Where, such as <c>[3].latitude</c>.</param>
/// <param name="Rule">What a right value would be.</param>
internal sealed record MarkerFault(string Path, LocalizedMessage Rule);
