using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LeRun.Runs.Privacy;

namespace LeRun.Functions.Privacy;

/// <summary>What a runner lets others see.</summary>
/// <param name="DefaultVisibility">Who may see runs that are stored from now on: <c>private</c> or <c>public</c>.</param>
/// <param name="TrimMeters">How much is cut off both ends of every track, at least, in metres.</param>
/// <param name="ShowMap">Whether others see where a run was, but for its ends.</param>
/// <param name="ShowStartTime">Whether others see at what time of the day a run was.</param>
/// <param name="Zones">Places that the ends of tracks do not show.</param>
/// <param name="HideInRooms">Whether fellows in a room do not see where the runner is while that is in a zone.</param>
public sealed record RunnerPrivacyView(
    [property: AllowedValues(RunVisibility.Private, RunVisibility.Public)] string DefaultVisibility,
    double TrimMeters,
    bool ShowMap,
    bool ShowStartTime,
    IReadOnlyList<PrivacyZoneView> Zones,
    bool HideInRooms)
{
    /// <summary>Shows the settings.</summary>
    public static RunnerPrivacyView Of(RunnerPrivacy privacy) => new(
        privacy.DefaultVisibility, privacy.TrimMeters, privacy.ShowMap, privacy.ShowStartTime,
        [.. privacy.Zones.Select(PrivacyZoneView.Of)], privacy.HideInRooms);
}

/// <summary>A circle that a runner does not want to be found in.</summary>
/// <param name="Name">What the runner calls it; null: nothing.</param>
/// <param name="Latitude">Its centre, in degrees.</param>
/// <param name="Longitude">Its centre, in degrees.</param>
/// <param name="Radius">In metres.</param>
/// <param name="CoordinateSystem">The system of the centre.</param>
public sealed record PrivacyZoneView(string? Name, double Latitude, double Longitude, double Radius, string CoordinateSystem)
{
    /// <summary>Shows a zone.</summary>
    public static PrivacyZoneView Of(PrivacyZone zone) =>
        new(zone.Name, zone.Latitude, zone.Longitude, zone.Radius, zone.CoordinateSystem);
}

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(RunnerPrivacyRequest))]
[JsonSerializable(typeof(RunnerPrivacyView))]
internal sealed partial class PrivacyBodies : JsonSerializerContext;
