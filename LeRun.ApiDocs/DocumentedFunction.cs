using System.Reflection;
using LeRun.Functions;
using LeRun.Functions.Docs;
using LeRun.Functions.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.ApiDocs;

/// <summary>What an HTTP function declares about itself, with what that implies.</summary>
public sealed class DocumentedFunction
{
    private readonly MethodInfo _method;
    private readonly int _part;

    private DocumentedFunction(MethodInfo method, HttpTriggerAttribute trigger)
    {
        _method = method;
        Name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        // HEAD comes with GET, and needs no words of its own.
        Verb = trigger.Methods!.Single(verb => verb != "head");
        Template = TemplateParser.Parse("api/" + trigger.Route);
        var chapter = method.DeclaringType!.GetCustomAttribute<ChapterAttribute>() ?? throw Lacks("a [Chapter] on its class");
        (Chapter, _part) = (chapter.Chapter, chapter.Part);
        Access = Declared<AccessAttribute>()?.Access ?? throw Lacks("[Access]");
        Answers = [.. method.GetCustomAttributes<AnswersAttribute>()];
        if (Answers.Count == 0 && File is null)
            throw Lacks("[Answers] or [AnswersFile]");
    }

    public string Name { get; }

    public Chapter Chapter { get; }

    public Access Access { get; }

    /// <summary>Lower case.</summary>
    public string Verb { get; }

    public RouteTemplate Template { get; }

    /// <summary>The route without constraints: <c>/api/runRoom/{runID}</c>.</summary>
    public string Path => "/" + string.Join('/', Template.Segments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part.IsParameter ? $"{{{part.Name}}}" : part.Text))));

    /// <summary>Where the page describes it.</summary>
    public string Anchor => $"#/{Chapter}/{Name}";

    public TakesAttribute? Takes => Declared<TakesAttribute>();

    public bool HonoursIfMatch => Declared<HonoursIfMatchAttribute>() is not null;

    public IEnumerable<TakesQueryAttribute> Queries => _method.GetCustomAttributes<TakesQueryAttribute>();

    public IEnumerable<string> Headers => _method.GetCustomAttributes<TakesHeaderAttribute>().Select(header => header.Name);

    public IReadOnlyList<AnswersAttribute> Answers { get; }

    public AnswersFileAttribute? File => Declared<AnswersFileAttribute>();

    public bool Pages => Answers.Any(answer => answer.Page);

    /// <summary>Whether a reader who has the answer already gets a 304.</summary>
    public bool SkipsWhatWasSeen => Verb == "get" && (File is not null || Answers.Any(answer => answer.Tagged));

    /// <summary>How it may fail, in problem+json.</summary>
    public IReadOnlyList<int> Failures
    {
        get
        {
            var failures = new SortedSet<int> { 500, 503 };
            if (Takes is not null)
                failures.UnionWith([400, 413, 415]);
            if (Pages)
                failures.Add(400);
            if (Access != Access.Anyone)
                failures.Add(401);
            if (Access == Access.Admin || Takes?.Body.IsAssignableTo(typeof(INamesUser)) == true)
                failures.Add(403);
            if (HonoursIfMatch)
                failures.Add(412);
            failures.UnionWith(Declared<FailsAttribute>()?.Statuses ?? []);
            failures.ExceptWith(Answers.Select(answer => answer.Status));
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
            orderby function.Chapter, function._part, type.Name, method.MetadataToken
            select function;
        return [.. functions];
    }

    private T? Declared<T>()
        where T : Attribute => _method.GetCustomAttribute<T>();

    private InvalidOperationException Lacks(string what) => new($"Function {Name} lacks {what}.");
}
