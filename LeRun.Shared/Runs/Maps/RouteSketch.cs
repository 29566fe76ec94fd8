using LeRun.Runs.Analysis;
using LeRun.Runs.Privacy;
using LeRun.Runs.Tracks;

namespace LeRun.Runs.Maps;

/// <summary>A place in a picture, in pixels from its upper left corner.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
public sealed record PicturePoint(float X, float Y);

/// <summary>A kilometre mark of a picture.</summary>
/// <param name="At">Where it is.</param>
/// <param name="Kilometre">How many kilometres were run there.</param>
public sealed record KilometreMark(PicturePoint At, int Kilometre);

/// <summary>
/// A track as it is drawn: a line in a square, with nothing left of where on earth it was. Kilometres count from where the line
/// begins, so that for others they do not tell how much of the track was cut.
/// </summary>
/// <param name="Size">The length of a side, in pixels.</param>
/// <param name="Line">The line, at least one point.</param>
/// <param name="Marks">Marks on it; fewer where they would lie too close.</param>
public sealed record RouteSketch(int Size, IReadOnlyList<PicturePoint> Line, IReadOnlyList<KilometreMark> Marks)
{
    /// <summary>The smallest picture, in pixels.</summary>
    public const int MinSize = 64;

    /// <summary>The largest picture, in pixels.</summary>
    public const int MaxSize = 2_048;

    /// <summary>The size of a picture if none is asked for.</summary>
    public const int DefaultSize = 512;

    // Marks are read, not counted.
    private const int PixelsAMark = 48;

    private static readonly int[] Steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000];

    /// <summary>How wide the line is, in pixels.</summary>
    public float LineWidth => Math.Max(2, Size / 90f);

    /// <summary>The radius of a mark, in pixels; the numbers are as high as two of them.</summary>
    public float MarkRadius => Size / 90f;

    /// <summary>The radius of the start, and half a side of the end, in pixels.</summary>
    public float EndRadius => Math.Max(3.5f, MarkRadius * 1.5f);

    /// <summary>Whether there is room for numbers.</summary>
    public bool HasNumbers => Size >= 200;

    /// <summary>Sketches a track of two markers and more.</summary>
    public static RouteSketch Of(SharedTrack shared, int size)
    {
        var track = shared.Track;
        var (lengths, places) = (TrackLength.Along(track), Project(track));
        var (left, right) = (places.Min(place => place.X), places.Max(place => place.X));
        var (top, bottom) = (places.Min(place => place.Y), places.Max(place => place.Y));
        var margin = size * 0.09;
        // A run on the spot is a point in the middle.
        var span = Math.Max(Math.Max(right - left, bottom - top), 1e-9);
        var scale = (size - (2 * margin)) / span;
        PicturePoint[] points =
            [.. places.Select(place => new PicturePoint(
                (float)((size / 2.0) + ((place.X - ((left + right) / 2)) * scale)),
                (float)((size / 2.0) + ((place.Y - ((top + bottom) / 2)) * scale))))];
        return new RouteSketch(size, Thin(points), MarksOf(points, lengths, size));
    }

    // Degrees to the east shrink towards the poles; a track over the date line goes on beyond it.
    private static (double X, double Y)[] Project(Track track)
    {
        var places = new (double X, double Y)[track.Count];
        var shrink = Math.Cos(track.PointAt(track.Count / 2).Latitude / 180 * Math.PI);
        var (turns, last) = (0.0, track.PointAt(0).Longitude);
        for (var i = 0; i < places.Length; i++)
        {
            var place = track.PointAt(i);
            turns += place.Longitude - last > 180 ? -360 : place.Longitude - last < -180 ? 360 : 0;
            last = place.Longitude;
            places[i] = ((place.Longitude + turns) * shrink, -place.Latitude);
        }

        return places;
    }

    // What is less than a pixel away is not seen.
    private static List<PicturePoint> Thin(PicturePoint[] points)
    {
        var line = new List<PicturePoint> { points[0] };
        foreach (var point in points)
        {
            if (Math.Abs(point.X - line[^1].X) >= 1 || Math.Abs(point.Y - line[^1].Y) >= 1)
                line.Add(point);
        }

        if (line[^1] != points[^1])
            line.Add(points[^1]);
        return line;
    }

    private static List<KilometreMark> MarksOf(PicturePoint[] points, double[] lengths, int size)
    {
        var most = Math.Max(1, size / PixelsAMark);
        var step = Steps.FirstOrDefault(step => lengths[^1] / 1_000 / step <= most, Steps[^1]);
        var marks = new List<KilometreMark>();
        for (var i = 1; i < points.Length && marks.Count < most; i++)
        {
            var next = (marks.Count + 1) * step * 1_000.0;
            if (lengths[i] < next || i == points.Length - 1)
                continue;
            marks.Add(new KilometreMark(points[i], (marks.Count + 1) * step));
        }

        return marks;
    }
}
