using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace LeRun.Tests.Support;

/// <summary>What becomes of a request on a bad link.</summary>
public enum Fate
{
    /// <summary>It arrives, and so does its response.</summary>
    Arrives,

    /// <summary>It never arrives.</summary>
    IsDropped,

    /// <summary>It arrives twice.</summary>
    IsRepeated,

    /// <summary>The sender is told that it failed, and it arrives later, beside another one.</summary>
    IsLate,

    /// <summary>It arrives, and its response does not.</summary>
    LosesResponse,

    /// <summary>It arrives, and half of its response comes back.</summary>
    CutsResponse,

    /// <summary>It is refused for now (401, 408, 409, 429 or 503).</summary>
    IsRefused,
}

/// <summary>A way to the API on which requests and responses get lost, repeated and late, by the seed of a test.</summary>
public sealed class BadLink : IAsyncDisposable
{
    private static readonly int[] Refusals = [401, 408, 409, 429, 503];

    private readonly WebApplication _app;
    private readonly HttpClient _api;
    private readonly Random _random;
    private readonly Lock _choosing = new();
    private readonly List<(int Due, Sent Request)> _late = [];
    private readonly Dictionary<Fate, int> _fates = Enum.GetValues<Fate>().ToDictionary(fate => fate, _ => 0);
    private int _requests;

    private BadLink(Uri api, int seed)
    {
        // A test must come out alike each time.
#pragma warning disable CA5394
        _random = new Random(seed);
#pragma warning restore CA5394
        _api = new HttpClient { BaseAddress = api };
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    /// <summary>Where it takes requests.</summary>
    public Uri Address => new(_app.Urls.First() + "/");

    /// <summary>How many requests met each fate.</summary>
    public IReadOnlyDictionary<Fate, int> Fates => _fates;

    /// <summary>Starts it.</summary>
    public static async Task<BadLink> StartAsync(Uri api, int seed)
    {
        var link = new BadLink(api, seed);
        await link._app.StartAsync();
        return link;
    }

    /// <summary>Lets arrive what is still on its way.</summary>
    public async Task DrainAsync() => await Task.WhenAll(TakeLate(all: true).Select(ForwardAsync));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _api.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var request = await Sent.ReadAsync(context.Request);
        var late = TakeLate(all: false).Select(ForwardAsync).ToList();
        var fate = Choose(request);
        if (fate is Fate.Arrives or Fate.IsRepeated or Fate.LosesResponse or Fate.CutsResponse)
            await RespondAsync(context, fate, await ForwardAsync(request));
        else if (fate == Fate.IsRefused)
            await RefuseAsync(context);
        else
            context.Abort();
        if (fate == Fate.IsRepeated)
            await ForwardAsync(request);
        await Task.WhenAll(late);
    }

    private Fate Choose(Sent request)
    {
        lock (_choosing)
        {
            _requests++;
            // Half of them arrive.
            var fate = (Fate)Math.Max(0, Pick(12) - 5);
            _fates[fate]++;
            if (fate == Fate.IsLate)
                _late.Add((_requests + 1 + Pick(6), request));
            return fate;
        }
    }

    private List<Sent> TakeLate(bool all)
    {
        lock (_choosing)
        {
            var due = _late.Where(late => all || late.Due <= _requests).ToList();
            _late.RemoveAll(due.Contains);
            return [.. due.Select(late => late.Request)];
        }
    }

    private async Task<Answer> ForwardAsync(Sent sent)
    {
        using var request = new HttpRequestMessage(new HttpMethod(sent.Method), sent.Path);
        request.Content = new ByteArrayContent(sent.Body);
        foreach (var (name, value) in sent.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _api.SendAsync(request);
        var type = response.Content.Headers.ContentType?.ToString();
        return new Answer((int)response.StatusCode, type, await response.Content.ReadAsByteArrayAsync());
    }

    private static async Task RespondAsync(HttpContext context, Fate fate, Answer answer)
    {
        if (fate != Fate.LosesResponse)
        {
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = answer.Type;
            context.Response.ContentLength = answer.Body.Length;
            var length = fate == Fate.CutsResponse ? answer.Body.Length / 2 : answer.Body.Length;
            await context.Response.Body.WriteAsync(answer.Body.AsMemory(0, length));
            await context.Response.Body.FlushAsync();
        }

        if (fate is Fate.LosesResponse or Fate.CutsResponse)
            context.Abort();
    }

    private async Task RefuseAsync(HttpContext context)
    {
        lock (_choosing)
            context.Response.StatusCode = Refusals[Pick(Refusals.Length)];
        context.Response.Headers.RetryAfter = "1";
        await context.Response.WriteAsync(context.Response.StatusCode == 409 ? """{"code":"tryAgain"}""" : "{}");
    }

#pragma warning disable CA5394
    private int Pick(int count) => _random.Next(count);
#pragma warning restore CA5394

    private sealed record Answer(int Status, string? Type, byte[] Body);

    private sealed record Sent(string Method, string Path, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
    {
        private static readonly string[] Passed = ["Authorization", "Content-Type", "Content-Encoding", "Idempotency-Key"];

        public static async Task<Sent> ReadAsync(HttpRequest request)
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var headers = Passed.Where(request.Headers.ContainsKey).Select(name => (name, request.Headers[name].ToString()));
            return new Sent(request.Method, request.Path + request.QueryString, [.. headers], body.ToArray());
        }
    }
}
