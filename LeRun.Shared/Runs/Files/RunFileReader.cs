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

    // Calls back for each element, with the name of its parent. Those of other namespaces have no name: extensions of others may
    // be called alike.
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
