using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeRun.Runs.Tracks;

/// <summary>How far a run was when an upload came: what splits and pauses are told by where markers have no times.</summary>
/// <param name="Seconds">The seconds of the upload.</param>
/// <param name="Meters">The metres of the upload.</param>
/// <param name="Markers">How many markers were held then.</param>
/// <param name="ReceivedAt">When it came, by the server's clock, in milliseconds since 1970.</param>
[JsonConverter(typeof(RunSampleJson))]
public sealed record RunSample(double Seconds, double Meters, int Markers, long ReceivedAt);

/// <summary>Writes samples as arrays of four numbers: a live run has hundreds of them.</summary>
public sealed class RunSampleJson : JsonConverter<RunSample>
{
    /// <inheritdoc/>
    public override RunSample Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<double> values = stackalloc double[4];
        foreach (ref var value in values)
        {
            reader.Read();
            value = reader.GetDouble();
        }

        reader.Read();
        return new RunSample(values[0], values[1], (int)values[2], (long)values[3]);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RunSample value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(Math.Round(value.Seconds, 2));
        writer.WriteNumberValue(Math.Round(value.Meters, 2));
        writer.WriteNumberValue(value.Markers);
        writer.WriteNumberValue(value.ReceivedAt);
        writer.WriteEndArray();
    }
}
