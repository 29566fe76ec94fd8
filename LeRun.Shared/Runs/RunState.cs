using System.Text.Json.Serialization;
using LeRun.Runs.Tracks;

namespace LeRun.Runs;

/// <summary>A run as it stands, but for its markers: where the runner is and how far they came.</summary>
/// <param name="Meters">Distance in metres, 0 or more.</param>
/// <param name="Seconds">Duration in seconds, 0 or more.</param>
/// <param name="Latitude">Where the runner is: degrees, -90 to 90. Null for a finished run that came without.</param>
/// <param name="Longitude">Where the runner is: degrees, -180 to 180. Null as the latitude.</param>
/// <param name="Running">Whether the run goes on.</param>
/// <param name="Start">When the run began; tells one run of a runner from another.</param>
public sealed record RunState(
    double Meters, double Seconds, double? Latitude, double? Longitude, bool Running, DateTimeOffset Start)
{
    /// <summary>
    /// The start as the phone sent it, where its clock was so wrong that <see cref="Start"/> is by the server's; else null.
    /// </summary>
    public DateTimeOffset? SentStart { get; init; }

    /// <summary>
    /// How many minutes the clock where it was run is ahead of UTC, where the start was sent with an offset; else null.
    /// </summary>
    public int? OffsetMinutes { get; init; }

    /// <summary>The phone's clock when it sent the run; null: it did not say.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>One of <see cref="CoordinateSystems"/>; null: the phone did not say.</summary>
    public string? CoordinateSystem { get; init; }

    /// <summary>The time zone where it was run, such as <c>Asia/Shanghai</c>; null: the phone did not say.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Where live runs had all their markers before there were blocks; only ever read.</summary>
    public PackedTrack? Track { get; init; }

    /// <summary>The start as the phone sent it: what it tells its run by.</summary>
    [JsonIgnore]
    public DateTimeOffset StartAsSent => SentStart ?? Start;

    /// <summary>The start that the run is filed under, and the one that was sent if another: no other run has either.</summary>
    [JsonIgnore]
    public IReadOnlyList<DateTimeOffset> Starts => SentStart is { } sent ? [Start, sent] : [Start];

    /// <summary>Whether an upload with such a start is of this run.</summary>
    public bool BeganAt(DateTimeOffset start) => start == Start || start == SentStart;
}
