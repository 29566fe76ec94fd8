using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LeRun.ApiDocs;

/// <summary>
/// The XML comments of assemblies as Markdown, out of the files that the compiler writes beside them. Names in a comment
/// become those that callers see: a property is called as in JSON.
/// </summary>
public sealed partial class XmlComments
{
    private readonly Assembly[] _assemblies;
    private readonly Dictionary<string, XElement> _members;

    /// <summary>Reads the comments of <paramref name="assemblies"/>.</summary>
    /// <exception cref="FileNotFoundException">An assembly was built without a documentation file.</exception>
    public XmlComments(params Assembly[] assemblies)
    {
        _assemblies = assemblies;
        _members = assemblies
            .SelectMany(assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
            // Generated code is in several assemblies.
            .DistinctBy(member => (string)member.Attribute("name")!)
            .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);
    }

    /// <summary>A part of a member's comment; null if it has none.</summary>
    /// <param name="member">A type, a property, or a method.</param>
    /// <param name="tag">The part, such as <c>summary</c>.</param>
    /// <param name="key">Of parts that there may be several of, the <c>name</c> or <c>code</c>.</param>
    /// <exception cref="InvalidOperationException">The comment has an element that Markdown is not known for.</exception>
    public string? Find(MemberInfo member, string tag, string? key = null) =>
        Section(IdOf(member), member, tag, key) is { } section ? Tidy(Render(section, member)) : null;

    /// <summary>The values of <c>code</c> in a method's <c>response</c> elements.</summary>
    public IEnumerable<string> Responses(MethodInfo method) =>
        _members.TryGetValue(IdOf(method), out var comment)
            ? comment.Elements("response").Select(response => (string)response.Attribute("code")!)
            : [];

    /// <summary>The names in a method's <c>param</c> elements.</summary>
    public IEnumerable<string> Parameters(MethodInfo method) =>
        _members.TryGetValue(IdOf(method), out var comment)
            ? comment.Elements("param").Select(parameter => (string)parameter.Attribute("name")!)
            : [];

    private XElement? Section(string id, MemberInfo? member, string tag, string? key)
    {
        if (!_members.TryGetValue(id, out var comment))
            return null;
        var section = comment.Elements(tag)
            .FirstOrDefault(element => key is null || key == (string?)(element.Attribute("name") ?? element.Attribute("code")));
        if (section is not null || comment.Element("inheritdoc") is not { } inherited)
            return section;
        return (string?)inherited.Attribute("cref") is { } source
            ? Section(source, member: null, tag, key)
            : Inherited(member) is { } original ? Section(IdOf(original), original, tag, key) : null;
    }

    // The property of that name in a base type or an interface.
    private static PropertyInfo? Inherited(MemberInfo? member) => member is PropertyInfo { DeclaringType: { } type }
        ? type.GetInterfaces().Append(type.BaseType)
            .Select(ancestor => ancestor?.GetProperty(member.Name))
            .FirstOrDefault(found => found is not null)
        : null;

    private string Render(XElement section, MemberInfo member) => string.Concat(section.Nodes().Select(node => node switch
    {
        XText text => Blanks().Replace(text.Value, " "),
        XElement element => Render(element, section, member),
        _ => "",
    }));

    private string Render(XElement element, XElement section, MemberInfo member) => element.Name.LocalName switch
    {
        "c" => $"`{element.Value}`",
        "para" => $"\n\n{Render(element, member)}\n\n",
        "paramref" => $"`{NameOf(member as Type ?? member.DeclaringType, (string)element.Attribute("name")!)}`",
        "see" when (string?)element.Attribute("langword") is { } word => $"`{word}`",
        "see" when (string?)element.Attribute("href") is { } link => $"[{element.Value}]({link})",
        "see" => $"`{NameOf((string)element.Attribute("cref")!)}`",
        "inheritdoc" => Section((string)element.Attribute("cref")!, member: null, section.Name.LocalName, key: null) is { } source
            ? Render(source, member)
            : "",
        var other => throw new InvalidOperationException(
            $"The comment of {IdOf(member)} has <{other}>: how to write that in Markdown is not known."),
    };

    // "P:LeRun.Runs.RunData.Start": what it is to callers.
    private string NameOf(string id)
    {
        var name = id[2..].Split('(')[0];
        var dot = name.LastIndexOf('.');
        return id[0] switch
        {
            'T' => TypeOf(name) is { } type ? Schemas.NameOf(type) : name[(dot + 1)..],
            'P' => NameOf(TypeOf(name[..dot]), name[(dot + 1)..]),
            _ => name[(dot + 1)..],
        };
    }

    private static string NameOf(Type? type, string property) =>
        type?.GetProperty(property)?.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
            ?? JsonNamingPolicy.CamelCase.ConvertName(property);

    private Type? TypeOf(string name) =>
        _assemblies.Select(assembly => assembly.GetType(name)).FirstOrDefault(type => type is not null);

    // Function methods have parameters of plain types only: no more of the rules for ids is needed.
    private static string IdOf(MemberInfo member) => member switch
    {
        Type type => $"T:{type.FullName}",
        MethodInfo method => $"M:{method.DeclaringType!.FullName}.{method.Name}{ParametersOf(method)}",
        _ => $"P:{member.DeclaringType!.FullName}.{member.Name}",
    };

    private static string ParametersOf(MethodInfo method)
    {
        var types = string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType.FullName));
        return types.Length > 0 ? $"({types})" : "";
    }

    private static string Tidy(string text)
    {
        var paragraphs = text.Split("\n\n").Select(paragraph => Blanks().Replace(paragraph, " ").Trim());
        return string.Join("\n\n", paragraphs.Where(paragraph => paragraph.Length > 0));
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
