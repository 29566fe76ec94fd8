using LeRun.Runs.Tracks;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Extensions;

namespace LeRun.Runs.Progress;

/// <summary>Tells on which day it was where a run began. Zones are those of the IANA database that NodaTime carries.</summary>
public sealed class LocalDates(IOptions<RunsSettings> settings)
{
    /// <summary>Whether there is such a time zone.</summary>
    public static bool IsZone(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is not null;

    /// <summary>The date where a run began.</summary>
    /// <param name="start">When it began.</param>
    /// <param name="offsetMinutes">How far the clock there was ahead of UTC, where the phone said so; null: it did not.</param>
    /// <param name="timeZone">The zone that the run names; null, or one that nobody knows: the next one counts.</param>
    /// <param name="ownZone">The zone that the runner has set; null: the setting of the app counts.</param>
    public DateOnly DateOf(DateTimeOffset start, int? offsetMinutes, string? timeZone, string? ownZone) =>
        offsetMinutes is { } minutes
            ? DateOnly.FromDateTime(start.ToOffset(TimeSpan.FromMinutes(minutes)).DateTime)
            : start.ToInstant().InZone(ZoneOf(timeZone) ?? Zone(ownZone)).Date.ToDateOnly();

    /// <summary>The date of today for a runner.</summary>
    public DateOnly Today(TimeProvider clock, string? ownZone) =>
        clock.GetUtcNow().ToInstant().InZone(Zone(ownZone)).Date.ToDateOnly();

    private DateTimeZone Zone(string? ownZone) => ZoneOf(ownZone) ?? ZoneOf(settings.Value.TimeZone)!;

    private static DateTimeZone? ZoneOf(string? name) => name is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);
}

/// <summary>Settings <c>Runs__…</c>.</summary>
public sealed class RunsSettings : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Runs";

    /// <summary>The time zone of runs and runners that name none.</summary>
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>The system of positions of which the phone does not say in which they are.</summary>
    public string CoordinateSystem { get; set; } = CoordinateSystems.Wgs84;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (CoordinateSystem is not (CoordinateSystems.Wgs84 or CoordinateSystems.Gcj02))
            yield return "Runs__CoordinateSystem must be wgs84 or gcj02.";
        if (!LocalDates.IsZone(TimeZone))
            yield return "Runs__TimeZone must be the name of a time zone, such as Asia/Shanghai.";
    }
}
