using LeRun.LocalHost.Worker;
using Microsoft.Extensions.Options;

namespace LeRun.LocalHost;

/// <summary>Tells the failures that whoever starts LocalHost can mend from bugs.</summary>
internal static class StartFailure
{
    /// <summary>A line for each thing to mend; none when the exception is a bug, whose stack trace says more.</summary>
    public static IReadOnlyList<string> Explain(Exception exception) => exception switch
    {
        OptionsValidationException e => [.. e.Failures],
        // Several options classes that fail to validate come together.
        AggregateException e when e.InnerExceptions.All(inner => Explain(inner).Count > 0) =>
            [.. e.InnerExceptions.SelectMany(Explain)],
        FunctionLoadException or IOException or UnauthorizedAccessException => [exception.Message],
        _ => [],
    };
}
