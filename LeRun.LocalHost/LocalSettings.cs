using Microsoft.Extensions.Configuration;

namespace LeRun.LocalHost;

/// <summary>The settings of a local run: what it can do without, from the environment, and the caller's own on top.</summary>
internal static class LocalSettings
{
    private const string SigningKeySetting = "Auth:SigningKey";

    private static readonly Dictionary<string, string?> s_defaults = new()
    {
        ["ExpireRunRoomsSchedule"] = "0 */5 * * * *",
        ["FinishAccountDeletionsSchedule"] = "0 * * * * *",
        ["SweepPicturesSchedule"] = "0 0 * * * *",
    };

    public static void AddTo(ConfigurationManager configuration, LocalAppOptions options)
    {
        configuration.AddInMemoryCollection(s_defaults).AddEnvironmentVariables().AddInMemoryCollection(options.Settings);
        if (configuration[SigningKeySetting] is null)
            configuration[SigningKeySetting] = options.DataFolder is { } folder ? SigningKey.Keep(folder) : SigningKey.Random();
    }
}
