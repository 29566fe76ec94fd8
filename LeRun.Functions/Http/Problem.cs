using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeRun.Localization;
using Microsoft.AspNetCore.WebUtilities;

namespace LeRun.Functions.Http;

/// <summary>
/// A failure as <c>application/problem+json</c> (RFC 9457), in the reader's language. The one place that gives failures a status.
/// </summary>
public sealed class Problem : IResult
{
    private readonly int _status;
    private readonly LocalizedMessage _message;
    private readonly TimeSpan? _retryAfter;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<LocalizedMessage>>? _errors;
    private readonly object? _current;
    private readonly object? _record;

    /// <summary>A problem that is not a failure of the product's rules.</summary>
    /// <param name="status">The status.</param>
    /// <param name="message">What went wrong, for the user.</param>
    /// <param name="retryAfter">How long the caller should wait before the next attempt.</param>
    public Problem(int status, LocalizedMessage message, TimeSpan? retryAfter = null) =>
        (_status, _message, _retryAfter) = (status, message, retryAfter);

    /// <summary>The problem that a failure is to callers.</summary>
    public Problem(Failure failure)
        : this(StatusOf(failure), failure.Message, (failure as TooManyAttempts)?.RetryAfter ?? (failure as Busy)?.RetryAfter) =>
        (_errors, _current, _record) = (
            (failure as Invalid)?.Errors,
            failure.CurrentName == "record" ? null : failure.Current,
            failure.CurrentName == "record" ? failure.Current : null);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var language = httpContext.Request.Language;
        var detail = _message.Localize(language);

        response.StatusCode = _status;
        response.Headers.ContentLanguage = language.Name;
        response.Headers.Vary = "Accept-Language";
        response.Headers.CacheControl = "no-store";
        if (_status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        if (_retryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

        var view = new ProblemView(
            "about:blank",
            ReasonPhrases.GetReasonPhrase(_status),
            _status,
            detail,
            detail,
            Code,
            httpContext.TraceIdentifier,
            _errors?.ToDictionary(
                error => error.Key,
                IReadOnlyList<string> (error) => [.. error.Value.Select(message => message.Localize(language))],
                StringComparer.Ordinal),
            _current,
            _record);
        // For whoever lists requests: a status alone does not say why.
        httpContext.Features.Set(view);
        return response.WriteJsonAsync(view, MediaTypeNames.Application.ProblemJson);
    }

    // The name of the message: it says the same in every language, and stays when the words are polished.
    private string Code => _errors is null ? JsonNamingPolicy.CamelCase.ConvertName(_message.Key) : "invalid";

    private static int StatusOf(Failure failure) => failure switch
    {
        Invalid => StatusCodes.Status400BadRequest,
        Unauthorized => StatusCodes.Status401Unauthorized,
        Forbidden => StatusCodes.Status403Forbidden,
        NotFound => StatusCodes.Status404NotFound,
        BodyTooSlow => StatusCodes.Status408RequestTimeout,
        Conflict => StatusCodes.Status409Conflict,
        Stale => StatusCodes.Status412PreconditionFailed,
        PayloadTooLarge => StatusCodes.Status413PayloadTooLarge,
        UnsupportedMediaType or Unreadable => StatusCodes.Status415UnsupportedMediaType,
        TooManyAttempts => StatusCodes.Status429TooManyRequests,
        Busy => StatusCodes.Status503ServiceUnavailable,
        _ => throw new InvalidOperationException($"{failure.GetType().Name} has no status."),
    };
}

/// <summary>Why a request failed.</summary>
/// <param name="Type">A URI that names the kind of problem.</param>
/// <param name="Title">What the status means.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What went wrong, for the user.</param>
/// <param name="Message">The same as <paramref name="Detail"/>.</param>
/// <param name="Code">A stable word for the app to switch on, such as <c>roomFull</c>.</param>
/// <param name="TraceId">Finds the request in the logs.</param>
/// <param name="Errors">What is wrong, by field of the request.</param>
/// <param name="Current">What stands in the way: of an upload, the run that another device is uploading.</param>
/// <param name="Record">The record that stands in the way of an import.</param>
public sealed record ProblemView(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Message,
    string Code,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    object? Current,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    object? Record);
