using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LeRun.Tests.Http;

/// <summary>Notes, below the product, what it looks up in each request.</summary>
internal sealed class RequestRecorder : IStartupFilter
{
    /// <summary>Stands for the body among the lookups.</summary>
    public const string Body = "body";

    private readonly ConcurrentQueue<RecordedRequest> _requests = new();

    /// <summary>The requests so far.</summary>
    public IReadOnlyCollection<RecordedRequest> Requests => _requests;

    /// <summary>How a header is noted: the framework reads one by its name or by a property.</summary>
    public static string Header(string name) => name.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>How a parameter of the query is noted.</summary>
    public static string Query(string name) => "?" + name;

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(RecordAsync);
        next(app);
    };

    private async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var lookups = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var request = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        var headers = LookupProxy.Around(request.Headers, name => lookups[Header(name)] = true);
        var query = LookupProxy.Around(context.Request.Query, name => lookups[Query(name)] = true);
        context.Features.Set(LookupProxy.Around(
            request,
            name => lookups.TryAdd(name == nameof(request.Body) ? Body : "", true),
            (name, value) => name == nameof(request.Headers) ? headers : value));
        context.Features.Set<IQueryFeature>(new QueryFeature(query));

        await next(context);
        _requests.Enqueue(new RecordedRequest(request.Method, request.Path, [.. lookups.Keys]));
    }
}

/// <summary>A request, and what was looked up in it.</summary>
internal sealed record RecordedRequest(string Method, string Path, IReadOnlyCollection<string> Lookups);

/// <summary>Passes calls of an interface on, and notes the names of the things that they ask for.</summary>
public class LookupProxy : DispatchProxy
{
    private object _target = null!;
    private Action<string> _note = null!;
    private Func<string, object?, object?> _replace = null!;

    /// <summary>Wraps <paramref name="target"/>.</summary>
    /// <param name="target">What is looked into.</param>
    /// <param name="note">Is told each key, or the property where no key is given.</param>
    /// <param name="replace">Has the last word on the value of a property.</param>
    public static T Around<T>(T target, Action<string> note, Func<string, object?, object?>? replace = null)
        where T : class
    {
        var proxy = Create<T, LookupProxy>();
        var lookups = (LookupProxy)(object)proxy;
        (lookups._target, lookups._note, lookups._replace) = (target, note, replace ?? ((_, value) => value));
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var name = args is [string key, ..] ? key : targetMethod!.Name.Split('_', 2)[^1];
        _note(name);
        return _replace(name, targetMethod!.Invoke(_target, args));
    }
}
