using LeRun.Localization;
using LeRun.Runs.Privacy;

namespace LeRun.Runs.Maps;

/// <summary>
/// Draws routes, a few at a time: a large PNG takes 16 MiB and a tenth of a second of a processor. Who finds too many before them
/// is told to come again.
/// </summary>
public sealed class RoutePictures : IDisposable
{
    /// <summary>How many are drawn at the same time.</summary>
    public const int MaxDrawn = 2;

    /// <summary>How many are asked for at the same time, those included that are drawn.</summary>
    public const int MaxUnderWay = 16;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly Turns _turns = new(MaxDrawn, MaxUnderWay - MaxDrawn);

    /// <summary>Draws a track of two markers or more. Fails as <see cref="Busy"/> if too many wait.</summary>
    /// <param name="track">As much of it as the reader may see.</param>
    /// <param name="size">The length of a side, in pixels.</param>
    /// <param name="asPng">Whether it is a PNG; else it is SVG.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<Result<byte[]>> DrawAsync(SharedTrack track, int size, bool asPng, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TryTakeAsync(cancellationToken);
        if (turn is null)
            return new Busy(Messages.Busy, RetryAfter);
        var sketch = RouteSketch.Of(track, size);
        return asPng ? PngRoute.Draw(sketch) : SvgRoute.Write(sketch);
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
