using System.Globalization;
using System.Xml;
using LeRun.Localization;

namespace LeRun.Runs.Files;

/// <summary>
/// Reads runs out of GPX 1.0, GPX 1.1 and TCX. Files of the many apps differ from the formats in all directions: what is not
/// needed is passed over, whatever it is, and what is needed must be right.
/// </summary>
/// <remarks>
/// By the framework's XmlReader and not by a GPX library: a library for GPX knows no TCX, refuses files without a namespace and
/// loads assemblies of geometry at start. Nothing outside of the file is ever read, and a file with a DTD is refused, so that no
/// entity grows. Memory goes by the points, of which there are bounds, not by the file.
/// </remarks>
public static class RunFileReader
{
    /// <summary>The most points of a file.</summary>
    public const int MaxPoints = RunFileDraft.MaxPoints;

    // Deeper than any file of a run.
    private const int MaxDepth = 64;

    /// <summary>Reads the run of a file.</summary>
    /// <param name="file">The file, decompressed.</param>
    /// <param name="now">A run cannot begin more than a day later.</param>
    /// <returns>The run; or <see cref="Invalid"/> that names the line.</returns>
    public static Result<ReadRun> Read(Stream file, DateTimeOffset now)
    {
        using var xml = XmlReader.Create(file, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            CloseInput = false,
        });
        var draft = new RunFileDraft(xml);
        try
        {
            return ReadRoot(xml, draft) is { } problem ? Fault(xml, problem) : draft.ToRun(now);
        }
        catch (RunFileFault fault)
        {
            return Fault(fault.Line, fault.Problem);
        }
        catch (XmlException exception)
        {
            return Fault(Math.Max(1, exception.LineNumber), Messages.FileNotXml);
        }
    }

    /// <summary>A failure at a line of a file.</summary>
    internal static Invalid Fault(int line, LocalizedMessage problem) => Invalid.Field("file", Messages.AtLine(line, problem));

    private static Invalid Fault(XmlReader xml, LocalizedMessage problem) => Fault(((IXmlLineInfo)xml).LineNumber, problem);

    private static LocalizedMessage? ReadRoot(XmlReader xml, RunFileDraft draft)
    {
        if (xml.MoveToContent() != XmlNodeType.Element)
            return Messages.FileFormatUnknown;
        switch (xml.LocalName)
        {
            case "gpx":
                draft.Source = RunSources.Gpx;
                Walk(xml, new GpxElements(draft));
                return null;
            case "TrainingCenterDatabase":
                draft.Source = RunSources.Tcx;
                Walk(xml, new TcxElements(draft));
                return null;
            default:
                return Messages.FileFormatUnknown;
        }
    }

    // Calls back for each element of the root's own namespace with the name of its parent: extensions of others may be called alike.
    private static void Walk(XmlReader xml, IRunElements elements)
    {
        var (space, parents) = (xml.NamespaceURI, new Stack<string>());
        parents.Push(xml.LocalName);
        xml.Read();
        while (!xml.EOF)
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    if (xml.Depth > MaxDepth)
                        throw RunFileFault.At(xml, Messages.FileNotXml);
                    var name = xml.NamespaceURI == space ? xml.LocalName : "";
                    if (elements.ReadsText(parents.Peek(), name))
                    {
                        // Stands behind the element then.
                        elements.Text(parents.Peek(), name, xml.ReadElementContentAsString());
                        continue;
                    }

                    elements.Begin(parents.Peek(), name, xml);
                    if (xml.IsEmptyElement)
                        elements.End(name);
                    else
                        parents.Push(name);
                    break;
                case XmlNodeType.EndElement:
                    elements.End(parents.Pop());
                    break;
            }

            xml.Read();
        }
    }
}

/// <summary>What a format does with elements.</summary>
internal interface IRunElements
{
    /// <summary>Whether the text of an element is wanted.</summary>
    bool ReadsText(string parent, string name);

    /// <summary>Takes the text of an element.</summary>
    void Text(string parent, string name, string text);

    /// <summary>Takes the beginning of another element, with its attributes.</summary>
    void Begin(string parent, string name, XmlReader xml);

    /// <summary>Takes the end of another element.</summary>
    void End(string name);
}

/// <summary>GPX: tracks of segments of points. Routes and waypoints were not run.</summary>
internal sealed class GpxElements(RunFileDraft draft) : IRunElements
{
    private int _tracks;

    /// <inheritdoc/>
    public bool ReadsText(string parent, string name) => (parent, name) is ("trkpt", "ele" or "time") or ("trk", "name" or "type");

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
