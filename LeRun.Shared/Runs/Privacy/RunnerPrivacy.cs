using System.Globalization;
using System.Text.Json.Serialization;
using LeRun.Runs.Tracks;
using LeRun.Storage;

namespace LeRun.Runs.Privacy;

/// <summary>What a runner lets others see: one item a runner, beside the runs.</summary>
public sealed record RunnerPrivacy : CosmosItem
{
    /// <summary>The item's id in the runner's partition.</summary>
    public const string ItemId = "privacy";

    /// <summary>The longest trim, in metres.</summary>
    public const double MaxTrim = 1_600;

    /// <summary>The trim of a runner who has set none, in metres.</summary>
    public const double DefaultTrim = 200;

    /// <summary>The most zones of a runner.</summary>
    public const int MaxZones = 10;

    /// <summary>The runner's account id: the partition.</summary>
    [JsonPropertyName("userId")]
    public required string AccountId { get; init; }

    /// <summary>Who may see a run of which its runner says nothing: one of <see cref="RunVisibility"/>.</summary>
    public string DefaultVisibility { get; init; } = RunVisibility.Private;

    /// <summary>How much is cut off both ends of every track, at least, in metres.</summary>
    public double TrimMeters { get; init; } = DefaultTrim;

    /// <summary>Whether others see where a run was, but for its ends.</summary>
    public bool ShowMap { get; init; } = true;

    /// <summary>Whether others see at what time of the day a run was.</summary>
    public bool ShowStartTime { get; init; } = true;

    /// <summary>Places that the ends of tracks do not show.</summary>
    public IReadOnlyList<PrivacyZone> Zones { get; init => field = value ?? []; } = [];

    /// <summary>Whether fellows in a room do not see where the runner is while that is in a zone.</summary>
    public bool HideInRooms { get; init; }

    /// <summary>How often it was set; 0: never.</summary>
    public int Version { get; init; }

    /// <summary>The privacy of a runner who has set nothing.</summary>
    public static RunnerPrivacy None(string accountId) => new() { Id = ItemId, Type = ItemId, AccountId = accountId };
}

/// <summary>A circle that a runner does not want to be found in.</summary>
/// <param name="Name">What the runner calls it; null: nothing.</param>
/// <param name="Latitude">Its centre, in degrees.</param>
/// <param name="Longitude">Its centre, in degrees.</param>
/// <param name="Radius">In metres.</param>
/// <param name="CoordinateSystem">The system of the centre.</param>
public sealed record PrivacyZone(string? Name, double Latitude, double Longitude, double Radius, string CoordinateSystem)
{
    /// <summary>Tells the zone from others.</summary>
    [JsonIgnore]
    internal string Key => string.Create(CultureInfo.InvariantCulture, $"{Latitude:F5}:{Longitude:F5}:{Radius:F0}");

    /// <summary>The centre in the system of a track.</summary>
    internal GeoPoint CentreIn(string? system) =>
        CoordinateSystems.Convert(new GeoPoint(Latitude, Longitude), CoordinateSystem, system);
}

/// <summary>Who may see a run.</summary>
public static class RunVisibility
{
    /// <summary>The runner alone.</summary>
    public const string Private = "private";

    /// <summary>Everybody.</summary>
    public const string Public = "public";
}
