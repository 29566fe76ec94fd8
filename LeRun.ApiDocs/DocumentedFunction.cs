using System.Reflection;
using LeRun.Functions;
using LeRun.Functions.Admin;
using LeRun.Functions.Http;
using LeRun.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.ApiDocs;

/// <summary>What an HTTP function declares about itself, with what that implies.</summary>
public sealed class DocumentedFunction
{
    private static readonly string[] TagOrder = ["Users", "Settings", "Runs", "Rooms", "Forum", "Administration", "Documentation"];

    private readonly MethodInfo _method;

    private DocumentedFunction(MethodInfo method, HttpTriggerAttribute trigger)
    {
        _method = method;
        Name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        // HEAD comes with GET, and needs no words of its own.
        Verb = trigger.Methods!.Single(verb => verb != "head");
        Template = TemplateParser.Parse("api/" + trigger.Route);
        Tag = method.DeclaringType!.GetCustomAttribute<TagsAttribute>()?.Tags.Single() ?? throw Lacks("[Tags] on its class");
        Access = Declared<AccessAttribute>()?.Access ?? throw Lacks("[Access]");
        Answer = AnswerOf(method.ReturnType);
        if (Answer is null && File is null)
            throw Lacks("a typed result or [ProducesFile]");
    }

    public string Name { get; }

    /// <summary>The chapter of the document.</summary>
    public string Tag { get; }

    public Access Access { get; }

    /// <summary>Lower case.</summary>
    public string Verb { get; }

    public RouteTemplate Template { get; }

    /// <summary>The route without constraints: <c>/api/runRoom/{runID}</c>.</summary>
    public string Path => "/" + string.Join('/', Template.Segments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part.IsParameter ? $"{{{part.Name}}}" : part.Text))));

    /// <summary>Where the page describes it.</summary>
    public string Anchor => $"#/{Tag}/{Name}";

    /// <summary>The JSON body that it reads; null if it reads none.</summary>
    public IAcceptsMetadata? Body => Declared<ConsumesAttribute>();

    /// <summary>Other media types of the body than JSON.</summary>
    public IEnumerable<string> OtherBodyTypes => Body?.ContentTypes.Where(type => type != MediaTypes.Json) ?? [];

    public bool SupportsIfMatch => Declared<SupportsIfMatchAttribute>() is not null;

    public IEnumerable<QueryParameterAttribute> Queries => _method.GetCustomAttributes<QueryParameterAttribute>();

    public IEnumerable<string> Headers => _method.GetCustomAttributes<HeaderParameterAttribute>().Select(header => header.Name);

    /// <summary>What it returns; null for a file.</summary>
    public DocumentedAnswer? Answer { get; }

    public ProducesFileAttribute? File => Declared<ProducesFileAttribute>();

    public bool Pages => Answer?.IsPage == true;

    /// <summary>Whether a reader who has the answer already gets a 304.</summary>
    public bool SkipsWhatWasSeen => Verb == "get" && (File is not null || Answer?.HasETag == true);

    /// <summary>How it may fail, in problem+json.</summary>
    public IReadOnlyList<int> Failures
    {
        get
        {
            var failures = new SortedSet<int> { 500, 503 };
            if (Body is not null)
                failures.UnionWith([400, 413, 415]);
            if (Pages)
                failures.Add(400);
            if (Access != Access.Anyone)
                failures.Add(401);
            if (Access == Access.Admin || Body?.RequestType?.IsAssignableTo(typeof(IUserRequest)) == true)
                failures.Add(403);
            if (SupportsIfMatch)
                failures.Add(412);
            failures.UnionWith(_method.GetCustomAttributes<ProducesResponseTypeAttribute>().Select(failure => failure.StatusCode));
            return [.. failures];
        }
    }

    /// <summary>Every HTTP function, by chapter and as declared.</summary>
    /// <exception cref="InvalidOperationException">One lacks a declaration; the message says which.</exception>
    public static IReadOnlyList<DocumentedFunction> All()
    {
        var functions =
            from type in typeof(LeRunApp).Assembly.GetExportedTypes()
            from method in type.GetMethods()
            where method.IsDefined(typeof(FunctionAttribute))
            let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
            where trigger is not null
            let function = new DocumentedFunction(method, trigger)
            orderby Array.IndexOf(TagOrder, function.Tag), type.Name, method.MetadataToken
            select function;
        return [.. functions];
    }

    private static DocumentedAnswer? AnswerOf(Type returned)
    {
        var result = returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(Task<>) ? returned.GetGenericArguments()[0] : returned;
        if (result == typeof(HealthResult))
            return new DocumentedAnswer(typeof(HealthView), HasETag: false, IsPage: false);
        return result.IsGenericType && result.IsAssignableTo(typeof(ApiResult))
            ? new DocumentedAnswer(
                result.GetGenericArguments()[0],
                HasETag: result.GetGenericTypeDefinition() == typeof(ETagResult<>),
                IsPage: result.GetGenericTypeDefinition() == typeof(PageResult<>))
            : null;
    }

    private T? Declared<T>()
        where T : Attribute => _method.GetCustomAttribute<T>();

    private InvalidOperationException Lacks(string what) => new($"Function {Name} lacks {what}.");
}

/// <summary>What a function returns in JSON.</summary>
/// <param name="Body">The type of the body, or of an element of the page.</param>
public sealed record DocumentedAnswer(Type Body, bool HasETag, bool IsPage);
