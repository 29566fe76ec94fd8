using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace LeRun.ApiDocs;

/// <summary>
/// What XML comments say of functions and of the bodies that they take and return, by the keys of <see cref="Words"/>.
/// </summary>
public static class CommentedWords
{
    /// <summary>Each key with its text, in English.</summary>
    public static IEnumerable<(string Key, string Text)> Of(IEnumerable<DocumentedFunction> functions, XmlComments comments)
    {
        var documented = functions.ToList();
        return documented.SelectMany(function => OfFunction(function, comments))
            .Concat(SchemasOf(documented).SelectMany(schema => OfSchema(schema, comments)))
            .DistinctBy(word => word.Key);
    }

    private static IEnumerable<(string Key, string Text)> OfFunction(DocumentedFunction function, XmlComments comments)
    {
        var (name, method) = (function.Name, function.Method);
        // A title, which tools do not read as Markdown.
        if (comments.Find(method, "summary") is { } summary)
            yield return (name, summary.TrimEnd('.').Replace("`", "", StringComparison.Ordinal));
        if (comments.Find(method, "remarks") is { } more)
            yield return ($"{name}.more", more);
        foreach (var status in comments.Responses(method))
            yield return ($"{name}.{status}", comments.Find(method, "response", status)!);
        foreach (var parameter in comments.Parameters(method))
            yield return ($"{name}.{parameter}", comments.Find(method, "param", parameter)!);
    }

    private static IEnumerable<(string Key, string Text)> OfSchema(JsonTypeInfo schema, XmlComments comments)
    {
        var name = Schemas.NameOf(schema.Type);
        if (comments.Find(schema.Type, "summary") is { } summary)
            yield return ($"{name}.*", summary);
        // One that JSON ignores has no accessors.
        foreach (var property in schema.Properties.Where(property => (property.Get ?? (object?)property.Set) is not null))
        {
            if (property.AttributeProvider is MemberInfo member && comments.Find(member, "summary") is { } text)
                yield return ($"{Schemas.NameOf(property.DeclaringType)}.{property.Name}", text);
        }
    }

    // Every object that a body is or holds.
    private static Dictionary<Type, JsonTypeInfo>.ValueCollection SchemasOf(IEnumerable<DocumentedFunction> functions)
    {
        var found = new Dictionary<Type, JsonTypeInfo>();
        foreach (var type in functions.SelectMany(function => function.Schemas))
            Add(type);
        return found.Values;

        void Add(Type type)
        {
            var info = Documentation.Json.Options.GetTypeInfo(type);
            if (Schemas.ElementOf(info) is { } element)
                Add(element);
            if (info.Kind != JsonTypeInfoKind.Object || !found.TryAdd(type, info))
                return;
            foreach (var property in info.Properties)
                Add(property.PropertyType);
        }
    }
}
