using System.Xml;

namespace LeRun.Runs.Files;

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
