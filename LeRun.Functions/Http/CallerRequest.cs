using LeRun.Identity;
using LeRun.Localization;

namespace LeRun.Functions.Http;

/// <summary>A body that speaks for its caller.</summary>
/// <typeparam name="T">The body.</typeparam>
public sealed record CallerRequest<T>(Caller Caller, T Body);

/// <summary>Makes sure that bodies speak for their callers.</summary>
public static class CallerRequests
{
    /// <summary>The checked body of a caller, who may only speak for themselves.</summary>
    public static async Task<Result<CallerRequest<T>>> ReadAsCallerAsync<T>(this HttpRequest request)
        where T : class, IUserRequest =>
        (await request.ReadAsync<T>()).TryGet(out var body, out var failure) ? request.AsCaller(body) : failure;

    /// <summary>A body, if it speaks for its caller.</summary>
    public static Result<CallerRequest<T>> AsCaller<T>(this HttpRequest request, T body)
        where T : class, IUserRequest
    {
        var caller = request.Caller;
        var speaksForCaller = body.Username is not { } text || (Username.TryParse(text, out var named) && named == caller.Username);
        return speaksForCaller ? new CallerRequest<T>(caller, body) : new Forbidden(Messages.NotYours);
    }
}
