using System.Text.Json.Nodes;

namespace LeRun.Tests.Support;

/// <summary>Run data as the seed document shows it.</summary>
public static class Run
{
    public static JsonObject Data(
        double meters = 5000, double seconds = 1500, string start = "2024-11-22T14:00:00Z", int markers = 2) => new()
        {
            ["meters"] = meters,
            ["seconds"] = seconds,
            ["latitude"] = 37.775,
            ["longitude"] = -122.4195,
            ["running"] = true,
            ["markers"] = new JsonArray([.. Enumerable.Range(1, markers).Select(Marker)]),
            ["start"] = start,
        };

    private static JsonNode Marker(int id) => new JsonObject
    {
        ["latitude"] = Degrees(37.7749 + (id * 0.00001)),
        ["longitude"] = Degrees(-122.4194 - (id * 0.00001)),
        ["id"] = id,
    };

    // As many digits as are kept.
    private static double Degrees(double value) => Math.Round(value, 7);

    /// <summary>The data with one field replaced, or left out (null).</summary>
    public static JsonObject With(this JsonObject data, string field, JsonNode? value)
    {
        data.Remove(field);
        if (value is not null)
            data[field] = value;
        return data;
    }
}
