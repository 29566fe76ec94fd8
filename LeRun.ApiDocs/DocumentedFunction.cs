using System.Net.Mime;
using System.Reflection;
using LeRun.Functions;
using LeRun.Functions.Admin;
using LeRun.Functions.Docs;
using LeRun.Functions.Export;
using LeRun.Functions.Forum;
using LeRun.Functions.Http;
using LeRun.Functions.LiveRuns;
using LeRun.Functions.Progress;
using LeRun.Functions.Rooms;
using LeRun.Functions.Runs;
using LeRun.Functions.Sessions;
using LeRun.Functions.Users;
using LeRun.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.ApiDocs;

/// <summary>What an HTTP function declares about itself, with what that implies.</summary>
public sealed class DocumentedFunction
{
    // The order in which a reader needs them, of chapters as well; a class that is not named comes after those that are.
    private static readonly Type[] Order =
    [
        typeof(UserFunctions), typeof(SessionFunctions), typeof(RecoveryFunctions), typeof(ExportFunctions),
        typeof(SettingsFunctions), typeof(PictureFunctions),
        typeof(LiveRunFunctions), typeof(RecordFunctions), typeof(ProgressFunctions), typeof(RoomFunctions),
        typeof(PostFunctions), typeof(CommentFunctions), typeof(LikeFunctions),
        typeof(HealthFunction), typeof(DeleteAllFunctions), typeof(DocsFunctions),
    ];

    private readonly Dictionary<int, Type> _declaredBodies = [];

    private DocumentedFunction(MethodInfo method, HttpTriggerAttribute trigger)
    {
        Method = method;
        Name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        // HEAD comes with GET, and needs no words of its own.
        Verb = trigger.Methods!.Single(verb => verb != "head");
        Template = TemplateParser.Parse("api/" + trigger.Route);
        Tag = method.DeclaringType!.GetCustomAttribute<TagsAttribute>()?.Tags.Single() ?? throw Lacks("[Tags] on its class");
        Access = Declared<AccessAttribute>()?.Access ?? throw Lacks("[Access]");
        Result = ResultOf(method.ReturnType);
        MediaTypes = [.. Declared<ProducesAttribute>()?.ContentTypes ?? []];
        if ((Result is null) == (MediaTypes.Count == 0))
            throw Lacks("either a typed result or [Produces]");
        Statuses = StatusesOf();
    }

    /// <summary>The method that is the function.</summary>
    public MethodInfo Method { get; }

    /// <summary>The function's name, which is the operation's id.</summary>
    public string Name { get; }

    /// <summary>The chapter of the document.</summary>
    public string Tag { get; }

    /// <summary>Whoever may call it.</summary>
    public Access Access { get; }

    /// <summary>Lower case.</summary>
    public string Verb { get; }

    /// <summary>The route, with its prefix and its constraints.</summary>
    public RouteTemplate Template { get; }

    /// <summary>The route without constraints: <c>/api/runRoom/{runID}</c>.</summary>
    public string Path => "/" + string.Join('/', Template.Segments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part.IsParameter ? $"{{{part.Name}}}" : part.Text))));

    /// <summary>Where the page describes it.</summary>
    public string Anchor => $"#/{Tag}/{Name}";

    /// <summary>The JSON body that it reads; null if it reads none.</summary>
    public IAcceptsMetadata? Body => Declared<ConsumesAttribute>();

    /// <summary>Other media types of the body than JSON.</summary>
    public IEnumerable<string> OtherBodyTypes => Body?.ContentTypes.Where(type => type != MediaTypeNames.Application.Json) ?? [];

    /// <summary>The media types of the file that it reads; none if it reads none.</summary>
    public IReadOnlyList<string> FileTypes => Declared<ConsumesFileAttribute>()?.ContentTypes ?? [];

    /// <summary>Whether it changes only the versions that <c>If-Match</c> names.</summary>
    public bool SupportsIfMatch => Declared<SupportsIfMatchAttribute>() is not null;

    /// <summary>The parameters of the query that it reads, except for those of pages.</summary>
    public IEnumerable<QueryParameterAttribute> Queries => Method.GetCustomAttributes<QueryParameterAttribute>();

    /// <summary>The headers that it reads, except for <c>If-Match</c> and <c>If-None-Match</c>.</summary>
    public IEnumerable<string> Headers => Method.GetCustomAttributes<HeaderParameterAttribute>().Select(header => header.Name);

    /// <summary>The JSON that it returns; null for a file.</summary>
    public DocumentedResult? Result { get; }

    /// <summary>The media types of the file that it returns; none for JSON.</summary>
    public IReadOnlyList<string> MediaTypes { get; }

    /// <summary>Whether a reader who has the response already gets a 304.</summary>
    public bool SupportsIfNoneMatch => Verb == "get" && (Result?.HasETag ?? !IsMadeAnew);

    /// <summary>Whether the file that it returns has no version: it is another one each time.</summary>
    public bool IsMadeAnew => MediaTypes.Contains(MediaTypeNames.Application.Zip, StringComparer.Ordinal);

    /// <summary>Every status that it may return, ascending.</summary>
    public IReadOnlyList<int> Statuses { get; }

    /// <summary>The types of all JSON bodies that it takes or returns.</summary>
    public IEnumerable<Type> Schemas =>
        new[] { Body?.RequestType, Result?.Body, typeof(ProblemView) }.OfType<Type>().Concat(_declaredBodies.Values);

    /// <summary>The body of a failure that is not problem+json; null if it is.</summary>
    public Type? BodyOf(int status) => _declaredBodies.GetValueOrDefault(status);

    /// <summary>Every HTTP function, in the order of the document.</summary>
    /// <exception cref="InvalidOperationException">One lacks a declaration; the message says which.</exception>
    public static IReadOnlyList<DocumentedFunction> All()
    {
        var functions =
            from type in typeof(LeRunApp).Assembly.GetExportedTypes()
            from method in type.GetMethods()
            where method.IsDefined(typeof(FunctionAttribute)) && !method.IsDefined(typeof(ExcludeFromDescriptionAttribute))
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger is not null
            let place = Array.IndexOf(Order, type)
            orderby place < 0 ? Order.Length : place, type.Name, method.MetadataToken
            select new DocumentedFunction(method, trigger);
        return [.. functions.GroupBy(function => function.Tag, StringComparer.Ordinal).SelectMany(chapter => chapter)];
    }

    private static DocumentedResult? ResultOf(Type returned)
    {
        var result = returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(Task<>)
            ? returned.GetGenericArguments()[0]
            : returned;
        for (var type = result; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ApiResult<>))
            {
                var body = type.GetGenericArguments()[0];
                var isPage = result.IsGenericType && result.GetGenericTypeDefinition() == typeof(PageResult<>);
                var isList = body.IsGenericType && body.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
                return new DocumentedResult(
                    isList ? body.GetGenericArguments()[0] : body,
                    HasETag: result.IsGenericType && result.GetGenericTypeDefinition() == typeof(ETagResult<>),
                    isPage,
                    IsList: isPage || isList);
            }
        }

        return null;
    }

    private int[] StatusesOf()
    {
        var statuses = new SortedSet<int> { 200, 500, 503 };
        if (SupportsIfNoneMatch)
            statuses.Add(304);
        if (Body is not null || FileTypes.Count > 0)
            statuses.UnionWith([400, 408, 413, 415]);
        if (Result?.IsPage == true)
            statuses.Add(400);
        if (Access != Access.Anyone)
            statuses.Add(401);
        if (Access is Access.Admin or Access.Moderator || Body?.RequestType?.IsAssignableTo(typeof(IUserRequest)) == true)
            statuses.Add(403);
        if (SupportsIfMatch)
            statuses.Add(412);
        foreach (var declared in Method.GetCustomAttributes<ProducesResponseTypeAttribute>())
        {
            statuses.Add(declared.StatusCode);
            if (declared.Type != typeof(void))
                _declaredBodies.Add(declared.StatusCode, declared.Type);
        }

        return [.. statuses];
    }

    private T? Declared<T>()
        where T : Attribute => Method.GetCustomAttribute<T>();

    private InvalidOperationException Lacks(string what) => new($"Function {Name} lacks {what}.");
}

/// <summary>What a function returns in JSON.</summary>
/// <param name="Body">The type of the body, or of an element of the list.</param>
/// <param name="HasETag">Whether the response carries its version.</param>
/// <param name="IsPage">Whether it is a page of a list.</param>
/// <param name="IsList">Whether it is a list at all.</param>
public sealed record DocumentedResult(Type Body, bool HasETag, bool IsPage, bool IsList);
