using System.Text;

namespace LeRun.LocalHost.Terminal;

/// <summary>What LocalHost says once it listens: where to look, where the data is, who may administer, how to stop.</summary>
internal sealed class Banner
{
    private readonly List<(string Name, string Value, string Hint)> _rows = [];

    /// <summary>What is above the rows.</summary>
    public required string Title { get; init; }

    /// <summary>What is below them.</summary>
    public required string Footer { get; init; }

    /// <summary>Adds a row.</summary>
    public void Add(string name, string value, string hint = "") => _rows.Add((name, value, hint));

    /// <summary>Returns the text; in colour, for a terminal.</summary>
    public string Format(bool colour)
    {
        var (names, values) = (_rows.Max(row => row.Name.Length), _rows.Max(row => row.Value.Length));
        var text = new StringBuilder().AppendLine().AppendLine(Style(Title, "1;32")).AppendLine();
        foreach (var (name, value, hint) in _rows)
        {
            text.Append("  ").Append(Style(name.PadRight(names), "2")).Append("  ").Append(Style(value, "1"));
            if (hint.Length > 0)
                text.Append(' ', values - value.Length + 2).Append(Style(hint, "2"));
            text.AppendLine();
        }

        return text.AppendLine().Append("  ").AppendLine(Style(Footer, "2")).ToString();

        string Style(string part, string code) => colour ? $"\e[{code}m{part}\e[0m" : part;
    }
}
