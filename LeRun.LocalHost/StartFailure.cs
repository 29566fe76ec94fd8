using LeRun.LocalHost.Worker;
using Microsoft.Extensions.Options;

namespace LeRun.LocalHost;

/// <summary>Explains the failures to start that are not bugs.</summary>
internal static class StartFailure
{
    /// <summary>Returns a line for each thing to correct; none if the exception is a bug, whose stack trace says more.</summary>
    public static IReadOnlyList<string> Explain(Exception exception) => exception switch
    {
        OptionsValidationException e => [.. e.Failures],
        // The host collects the failures of several options classes in one exception.
        AggregateException e when e.InnerExceptions.All(inner => Explain(inner).Count > 0) =>
            [.. e.InnerExceptions.SelectMany(Explain)],
        FunctionLoadException or IOException or UnauthorizedAccessException => [exception.Message],
        _ => [],
    };
}
