using LeRun.Identity;
using LeRun.Localization;

namespace LeRun.Functions.Http;

/// <summary>A body that speaks for its caller.</summary>
/// <typeparam name="T">The type of the body.</typeparam>
/// <param name="Caller">The user who sent it.</param>
/// <param name="Body">The checked body.</param>
public sealed record CallerRequest<T>(Caller Caller, T Body);

/// <summary>Makes sure that a body speaks for its caller: it names nobody, or the caller.</summary>
public static class CallerRequests
{
    /// <summary>Reads the body of a caller and checks it. Needs <see cref="AccessAttribute"/> other than anyone.</summary>
    /// <returns>The body; or any failure of reading it, or <see cref="Forbidden"/> where it names another user.</returns>
    public static async Task<Result<CallerRequest<T>>> ReadAsCallerAsync<T>(this HttpRequest request)
        where T : class, IUserRequest =>
        (await request.ReadAsync<T>()).TryGet(out var body, out var failure) ? request.AsCaller(body) : failure;

    /// <summary>Checks whom a body speaks for.</summary>
    /// <returns>The body with its caller; or <see cref="Forbidden"/> where it names another user.</returns>
    public static Result<CallerRequest<T>> AsCaller<T>(this HttpRequest request, T body)
        where T : class, IUserRequest
    {
        var caller = request.Caller;
        var namesAnother = body.Username is { } text && !caller.IsNamed(text);
        return namesAnother ? new Forbidden(Messages.NotYours) : new CallerRequest<T>(caller, body);
    }
}
