using LeRun.Runs.Tracks;

namespace LeRun.Runs;

/// <summary>What one request tells of a live run.</summary>
/// <param name="Run">The run as the phone sees it; its start by the server's clock where the phone's is absurd.</param>
/// <param name="From">The place in the run of the first marker.</param>
/// <param name="Markers">The markers from there on.</param>
public sealed record RunUpload(RunState Run, int From, Track Markers)
{
    // A device that uploaded within this time is still on the run.
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(60);

    /// <summary>The device that sends it; null: it does not say.</summary>
    public string? Device { get; init; }

    /// <summary>The version that it makes of the live run.</summary>
    public required string VersionId { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The place behind the last marker.</summary>
    public int To => From + Markers.Count;

    /// <summary>What it tells of how far the run is.</summary>
    /// <param name="next">How many markers are held then.</param>
    public RunSample Sample(int next) => new(Run.Seconds, Run.Meters, next, ReceivedAt.ToUnixTimeMilliseconds());

    /// <summary>The same with only the markers from a place on.</summary>
    public RunUpload After(int next) =>
        next <= From ? this : this with { From = Math.Min(next, To), Markers = Markers.Slice(Math.Min(next, To) - From) };

    /// <summary>Whether a whole run is one that is stored, and what came after.</summary>
    public bool ContinuesWhole(LiveRun head) =>
        head.Run.BeganAt(Run.StartAsSent) && Run.Seconds >= head.Run.Seconds
        && Markers.Count >= head.Next && !LiveRunChange.MustThin(head, this)
        && head.Hash is { } hash && Markers.Hash(end: head.Next) == hash;

    /// <summary>
    /// Whether another run is under way: on another device, or a newer one, so that this upload is a late one of the same phone.
    /// </summary>
    public bool IsOverruledBy(LiveRun other) =>
        other.Run.Running && other.RecordId is null && ReceivedAt - other.UpdatedAt < Alive
        && ((other.Device is not null && Device is not null && other.Device != Device) || Run.Start < other.Run.Start);
}
