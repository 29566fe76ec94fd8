using System.ComponentModel.DataAnnotations;
using LeRun.Runs.Tracks;

namespace LeRun.Runs.Privacy;

/// <summary>What a runner lets others see. What is left out stays as it is.</summary>
public sealed record RunnerPrivacyRequest
{
    /// <summary>Who may see runs that are stored from now on, until their runner says otherwise.</summary>
    [AllowedValues(RunVisibility.Private, RunVisibility.Public)]
    public string? DefaultVisibility { get; init; }

    /// <summary>How much is cut off both ends of every track, at least, in metres.</summary>
    [Range(0, RunnerPrivacy.MaxTrim)]
    public double? TrimMeters { get; init; }

    /// <summary>Whether others see where a run was, but for its ends.</summary>
    public bool? ShowMap { get; init; }

    /// <summary>Whether others see at what time of the day a run was.</summary>
    public bool? ShowStartTime { get; init; }

    /// <summary>Places that the ends of tracks do not show; these and no others from now on.</summary>
    [MaxLength(RunnerPrivacy.MaxZones)]
    public IReadOnlyList<PrivacyZoneRequest>? Zones { get; init; }

    /// <summary>Whether fellows in a room do not see where the runner is while that is in a zone.</summary>
    public bool? HideInRooms { get; init; }
}

/// <summary>A circle that a runner does not want to be found in.</summary>
public sealed record PrivacyZoneRequest
{
    /// <summary>What the runner calls it.</summary>
    [SingleLine(0, 50)]
    public string? Name { get; init; }

    /// <summary>Its centre, in degrees.</summary>
    [Required, Range(-Marker.MaxLatitude, Marker.MaxLatitude)]
    public double? Latitude { get; init; }

    /// <summary>Its centre, in degrees.</summary>
    [Required, Range(-Marker.MaxLongitude, Marker.MaxLongitude)]
    public double? Longitude { get; init; }

    /// <summary>In metres.</summary>
    [Required, Range(100, 2_000)]
    public double? Radius { get; init; }

    /// <summary>The system of the centre; left out, the one of the app's setting.</summary>
    [AllowedValues(CoordinateSystems.Wgs84, CoordinateSystems.Gcj02)]
    public string? CoordinateSystem { get; init; }

    /// <summary>The zone, of a request that was found to keep the rules.</summary>
    /// <param name="defaultSystem">The system of a zone that names none.</param>
    internal PrivacyZone ToZone(string defaultSystem) => new(
        Name?.Trim() is { Length: > 0 } name ? name : null, Latitude!.Value, Longitude!.Value, Radius!.Value,
        CoordinateSystem ?? defaultSystem);
}
