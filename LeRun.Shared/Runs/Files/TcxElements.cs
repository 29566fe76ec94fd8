using System.Xml;
using LeRun.Localization;

namespace LeRun.Runs.Files;

/// <summary>TCX: an activity of laps, each with totals and points.</summary>
internal sealed class TcxElements(RunFileDraft draft) : IRunElements
{
    private int _activities;
    private string? _latitude;
    private string? _longitude;

    private bool IsFirst => _activities <= 1;

    /// <inheritdoc/>
    public bool ReadsText(string parent, string name) => IsFirst && (parent, name) is
        ("Trackpoint", "Time" or "AltitudeMeters") or ("Position", "LatitudeDegrees" or "LongitudeDegrees")
        or ("Lap", "TotalTimeSeconds" or "DistanceMeters") or ("Activity", "Notes" or "Id");

    /// <inheritdoc/>
    public void Text(string parent, string name, string text)
    {
        switch (name)
        {
            case "Time":
                draft.Time(text);
                break;
            case "AltitudeMeters":
                draft.Altitude(text);
                break;
            case "LatitudeDegrees":
                _latitude = text;
                break;
            case "LongitudeDegrees":
                _longitude = text;
                break;
            case "TotalTimeSeconds":
                draft.AddLap(text, meters: null);
                break;
            case "DistanceMeters":
                draft.AddLap(seconds: null, text);
                break;
            case "Notes":
                draft.Name(text);
                break;
            case "Id":
                draft.LapStart(text);
                break;
        }
    }

    /// <inheritdoc/>
    public void Begin(string parent, string name, XmlReader xml)
    {
        if (name == "Activity" && ++_activities == 2)
            draft.Warn(Messages.ActivitiesIgnored);
        if (!IsFirst)
            return;
        if (name == "Activity")
            draft.IsWalk = xml.GetAttribute("Sport") == "Other";
        if (name == "Lap")
            draft.LapStart(xml.GetAttribute("StartTime"));
        if (name == "Trackpoint")
        {
            (_latitude, _longitude) = (null, null);
            draft.BeginPoint();
        }
    }

    /// <inheritdoc/>
    public void End(string name)
    {
        // A point without a position was run under a roof, or stands for a pause.
        if (name == "Position" && IsFirst)
            draft.Place(_latitude, _longitude);
        if (name == "Trackpoint" && IsFirst)
            draft.EndPoint();
    }
}
