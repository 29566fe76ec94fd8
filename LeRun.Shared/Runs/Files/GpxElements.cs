using System.Xml;
using LeRun.Localization;

namespace LeRun.Runs.Files;

/// <summary>GPX: tracks of segments of points. Routes and waypoints were not run.</summary>
internal sealed class GpxElements(RunFileDraft draft) : IRunElements
{
    private int _tracks;

    /// <inheritdoc/>
    public bool ReadsText(string parent, string name) =>
        (parent, name) is ("trkpt", "ele" or "time") or ("trk", "name" or "type");

    /// <inheritdoc/>
    public void Text(string parent, string name, string text)
    {
        switch (parent, name)
        {
            case ("trkpt", "ele"):
                draft.Altitude(text);
                break;
            case ("trkpt", "time"):
                draft.Time(text);
                break;
            case (_, "name"):
                draft.Name(text);
                break;
            default:
                draft.IsWalk |= text.Contains("walk", StringComparison.OrdinalIgnoreCase)
                    || text.Contains("hik", StringComparison.OrdinalIgnoreCase);
                break;
        }
    }

    /// <inheritdoc/>
    public void Begin(string parent, string name, XmlReader xml)
    {
        if (name == "trk" && ++_tracks == 2)
            draft.Warn(Messages.SeveralTracks);
        if (name == "rte")
            draft.Warn(Messages.RoutesIgnored);
        if (name == "trkpt")
        {
            draft.BeginPoint();
            draft.Place(xml.GetAttribute("lat"), xml.GetAttribute("lon"));
        }
    }

    /// <inheritdoc/>
    public void End(string name)
    {
        if (name == "trkpt")
            draft.EndPoint();
    }
}
