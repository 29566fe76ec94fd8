using System.Globalization;
using System.Reflection;
using System.Text;
using LeRun.Localization;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace LeRun.Functions.Docs;

/// <summary>
/// What documents the API, the OpenAPI document in each language and the page that shows it; and the page of moderators.
/// </summary>
public sealed class DocsFiles
{
    // Where the package embeds its files.
    private const string Package = "Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist";

    private static ReadOnlySpan<byte> Unversioned => "\"version\": \"1\""u8;

    private const string Css = "text/css; charset=utf-8";
    private const string JavaScript = "text/javascript; charset=utf-8";

    private readonly Dictionary<string, StaticFile> _documents = LocalizedMessage.Languages.ToDictionary(
        language => language.Name,
        language => new StaticFile(Versioned(Own($"openapi.{language.Name}.json")), $"{Json}; charset=utf-8")
        {
            Language = language.Name,
        },
        StringComparer.Ordinal);

    private readonly Dictionary<string, StaticFile> _assets = new(StringComparer.Ordinal)
    {
        ["docs.css"] = new(Own("docs.css"), Css) { HasVersionedUrl = true },
        ["docs.js"] = new(Own("docs.js"), JavaScript) { HasVersionedUrl = true },
        ["moderation.css"] = new(Own("moderation.css"), Css) { HasVersionedUrl = true },
        ["moderation.js"] = new(Own("moderation.js"), JavaScript) { HasVersionedUrl = true },
        ["favicon-32x32.png"] = Packaged("favicon-32x32.png", "image/png"),
        ["swagger-ui.css"] = Packaged("swagger-ui.css", Css),
        ["swagger-ui-bundle.js"] = Packaged("swagger-ui-bundle.js", JavaScript),
    };

    /// <summary>Reads all files out of their assemblies.</summary>
    public DocsFiles()
    {
        // The URLs of the page's parts carry their version, so that browsers may keep them.
        Page = PageOf("index.html");
        Moderation = PageOf("moderation.html");
    }

    /// <summary>The page that shows the document.</summary>
    public StaticFile Page { get; }

    /// <summary>The page on which moderators work.</summary>
    public StaticFile Moderation { get; }

    /// <summary>Returns the document in a language of the product's.</summary>
    public StaticFile Document(CultureInfo language) => _documents[language.Name];

    /// <summary>Returns a part of the page; null if there is none of that name.</summary>
    public StaticFile? Asset(string name) => _assets.GetValueOrDefault(name);

    private StaticFile PageOf(string name)
    {
        var page = _assets.Aggregate(
            Encoding.UTF8.GetString(Own(name)),
            (html, asset) => html.Replace($"{asset.Key}?v=", $"{asset.Key}?v={asset.Value.Version}", StringComparison.Ordinal));
        return new StaticFile(Encoding.UTF8.GetBytes(page), "text/html; charset=utf-8");
    }

    // The document in the repository has no version: what is served says which build it is of.
    private static byte[] Versioned(byte[] document)
    {
        var at = document.AsSpan().IndexOf(Unversioned);
        return at < 0
            ? throw new InvalidOperationException("The OpenAPI document has no version to replace.")
            :
            [
                .. document[..at],
                .. Encoding.UTF8.GetBytes($"\"version\": \"{BuiltVersion.Text}\""),
                .. document[(at + Unversioned.Length)..],
            ];
    }

    private static byte[] Own(string name) => Read(typeof(DocsFiles).Assembly, name);

    // The package keeps its files compressed.
    private static StaticFile Packaged(string name, string mediaType) =>
        new(Read(typeof(SwaggerUIOptions).Assembly, $"{Package}.{name}"), mediaType, compressed: true) { HasVersionedUrl = true };

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} does not embed '{name}'.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
