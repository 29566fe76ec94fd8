using LeRun.LocalHost.Cosmos;

namespace LeRun.Tests.Support;

/// <summary>
/// Faults for every <see cref="TestApp"/>, by the environment variable <c>LERUN_TEST_FAULTS</c>: <c>stale</c> makes reads
/// lag behind the writes of other sessions, <c>short</c> makes pages of queries shorter than asked for, sometimes empty.
/// Both may be given, separated by a comma.
/// </summary>
internal static class TestFaults
{
    public const string Variable = "LERUN_TEST_FAULTS";

    private static readonly TimeSpan _lag = TimeSpan.FromMilliseconds(50);

    public static void ApplyTo(EmbeddedCosmos cosmos)
    {
        var faults = Environment.GetEnvironmentVariable(Variable)?.Split(',', StringSplitOptions.RemoveEmptyEntries);
        foreach (var fault in faults ?? [])
        {
            switch (fault)
            {
                case "stale":
                    cosmos.StaleReads = _lag;
                    break;
                case "short":
                    cosmos.ShortPages = true;
                    break;
                default:
                    throw new InvalidOperationException($"{Variable} takes 'stale' and 'short', not '{fault}'.");
            }
        }
    }
}
