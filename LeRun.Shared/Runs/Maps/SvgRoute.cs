using System.Globalization;
using System.Text;

namespace LeRun.Runs.Maps;

/// <summary>Writes a sketch as SVG: shapes and numbers, nothing that runs or is loaded.</summary>
internal static class SvgRoute
{
    /// <summary>Writes the picture.</summary>
    public static byte[] Write(RouteSketch sketch)
    {
        var (text, size, radius) = (new StringBuilder(), sketch.Size, sketch.MarkRadius);
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {size} {size}\">\n");
        Add($"<rect width=\"{size}\" height=\"{size}\" fill=\"{RouteColours.Ground}\"/>\n");
        text.Append("<path d=\"");
        for (var i = 0; i < sketch.Line.Count; i++)
            Add($"{(i == 0 ? "M" : "L")}{sketch.Line[i].X:0.#} {sketch.Line[i].Y:0.#}");
        Add($"\" fill=\"none\" stroke=\"{RouteColours.Line}\" stroke-width=\"{sketch.LineWidth:0.##}\"");
        text.Append(" stroke-linejoin=\"round\" stroke-linecap=\"round\"/>\n");
        foreach (var mark in sketch.Marks)
        {
            Add($"<circle cx=\"{mark.At.X:0.#}\" cy=\"{mark.At.Y:0.#}\" r=\"{radius:0.##}\" fill=\"{RouteColours.Ground}\"");
            Add($" stroke=\"{RouteColours.Mark}\" stroke-width=\"{radius / 2.5f:0.##}\"/>\n");
            if (sketch.HasNumbers)
            {
                Add($"<text x=\"{mark.At.X + (radius * 1.8f):0.#}\" y=\"{mark.At.Y - (radius * 0.8f):0.#}\"");
                Add($" fill=\"{RouteColours.Mark}\" font-family=\"sans-serif\" font-size=\"{radius * 2.8f:0.#}\">");
                Add($"{mark.Kilometre}</text>\n");
            }
        }

        var (start, end, half) = (sketch.Line[0], sketch.Line[^1], sketch.EndRadius);
        Add($"<rect x=\"{end.X - half:0.#}\" y=\"{end.Y - half:0.#}\" width=\"{half * 2:0.##}\" height=\"{half * 2:0.##}\"");
        Add($" fill=\"{RouteColours.End}\" stroke=\"{RouteColours.Ground}\" stroke-width=\"{radius / 2.5f:0.##}\"/>\n");
        Add($"<circle cx=\"{start.X:0.#}\" cy=\"{start.Y:0.#}\" r=\"{half:0.##}\" fill=\"{RouteColours.Start}\"");
        Add($" stroke=\"{RouteColours.Ground}\" stroke-width=\"{radius / 2.5f:0.##}\"/>\n</svg>\n");
        return Encoding.UTF8.GetBytes(text.ToString());

        void Add(FormattableString part) => text.Append(part.ToString(CultureInfo.InvariantCulture));
    }
}

/// <summary>The colours of pictures of routes. Start and end differ in shape, too.</summary>
internal static class RouteColours
{
    public const string Ground = "#f6f5f1";
    public const string Line = "#1f5fbf";
    public const string Mark = "#333333";
    public const string Start = "#1a8a3c";
    public const string End = "#c62f2f";
}
