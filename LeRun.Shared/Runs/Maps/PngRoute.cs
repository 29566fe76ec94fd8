using System.Globalization;
using SkiaSharp;

namespace LeRun.Runs.Maps;

/// <summary>Draws a sketch as PNG.</summary>
internal static class PngRoute
{
    // A digit in a box of 2 by 4, as strokes from corner to corner. There are no fonts where this runs.
    private static readonly string[][] Digits =
    [
        ["00 20 24 04 00"], ["10 14"], ["00 20 22 02 04 24"], ["00 20 22 02", "22 24 04"], ["00 02 22", "20 24"],
        ["20 00 02 22 24 04"], ["20 00 04 24 22 02"], ["00 20 14"], ["00 20 24 04 00", "02 22"], ["22 02 00 20 24 04"],
    ];

    /// <summary>Draws the picture.</summary>
    public static byte[] Draw(RouteSketch sketch)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(sketch.Size, sketch.Size, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { IsAntialias = true, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round };
        var (radius, border) = (sketch.MarkRadius, sketch.MarkRadius / 2.5f);
        canvas.Clear(SKColor.Parse(RouteColours.Ground));
        Line(canvas, Stroke(paint, RouteColours.Line, sketch.LineWidth), sketch.Line);
        foreach (var mark in sketch.Marks)
        {
            canvas.DrawCircle(mark.At.X, mark.At.Y, radius, Fill(paint, RouteColours.Ground));
            canvas.DrawCircle(mark.At.X, mark.At.Y, radius, Stroke(paint, RouteColours.Mark, border));
            if (sketch.HasNumbers)
                Number(canvas, Stroke(paint, RouteColours.Mark, radius * 0.35f), mark, radius);
        }

        var (start, end, half) = (sketch.Line[0], sketch.Line[^1], sketch.EndRadius);
        var square = new SKRect(end.X - half, end.Y - half, end.X + half, end.Y + half);
        canvas.DrawRect(square, Fill(paint, RouteColours.End));
        canvas.DrawRect(square, Stroke(paint, RouteColours.Ground, border));
        canvas.DrawCircle(start.X, start.Y, half, Fill(paint, RouteColours.Start));
        canvas.DrawCircle(start.X, start.Y, half, Stroke(paint, RouteColours.Ground, border));
        canvas.Flush();
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return encoded.ToArray();
    }

    private static void Number(SKCanvas canvas, SKPaint paint, KilometreMark mark, float radius)
    {
        var unit = radius / 2;
        var (x, y) = (mark.At.X + (radius * 1.8f), mark.At.Y - (radius * 0.8f) - (unit * 4));
        foreach (var digit in mark.Kilometre.ToString(CultureInfo.InvariantCulture))
        {
            foreach (var stroke in Digits[digit - '0'])
            {
                var corners = stroke.Split(' ')
                    .Select(corner => new PicturePoint(x + ((corner[0] - '0') * unit), y + ((corner[1] - '0') * unit)));
                Line(canvas, paint, [.. corners]);
            }

            x += unit * 3.2f;
        }
    }

    private static void Line(SKCanvas canvas, SKPaint paint, IReadOnlyList<PicturePoint> line) =>
        canvas.DrawPoints(SKPointMode.Polygon, [.. line.Select(point => new SKPoint(point.X, point.Y))], paint);

    private static SKPaint Fill(SKPaint paint, string colour)
    {
        (paint.Style, paint.Color) = (SKPaintStyle.Fill, SKColor.Parse(colour));
        return paint;
    }

    private static SKPaint Stroke(SKPaint paint, string colour, float width)
    {
        (paint.Style, paint.Color, paint.StrokeWidth) = (SKPaintStyle.Stroke, SKColor.Parse(colour), width);
        return paint;
    }
}
