using System.Text.Json.Nodes;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs.Progress;

/// <summary>Runs of which every effort is known.</summary>
internal static class EvenRun
{
    /// <summary>A run at an even pace, with times.</summary>
    public static JsonObject Data(double meters, double seconds, string start) => Run.Data(meters, seconds, start).With(
        "markers", new JsonArray([.. Enumerable.Range(0, 11).Select(JsonNode (i) => new JsonObject
        {
            ["latitude"] = Math.Round(meters * i / 10 / 111_195.08, 7),
            ["longitude"] = 0,
            ["at"] = Math.Round(seconds * i / 10, 3),
        })]));
}
