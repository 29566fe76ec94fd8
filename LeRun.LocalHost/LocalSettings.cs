using Microsoft.Extensions.Configuration;

namespace LeRun.LocalHost;

/// <summary>The settings of a local run: defaults, then the environment's, then the caller's own.</summary>
internal static class LocalSettings
{
    private const string SigningKeySetting = "Auth:SigningKey";

    private static readonly Dictionary<string, string?> _defaults = new()
    {
        ["ExpireRunRoomsSchedule"] = "0 */5 * * * *",
        ["FinishAccountDeletionsSchedule"] = "0 * * * * *",
        ["SweepPicturesSchedule"] = "0 0 * * * *",
        ["CountOldRecordsSchedule"] = "0 30 * * * *",
        ["FinishDecisionsSchedule"] = "0 * * * * *",
    };

    public static void AddTo(ConfigurationManager configuration, LocalAppOptions options)
    {
        configuration.AddInMemoryCollection(_defaults).AddEnvironmentVariables().AddInMemoryCollection(options.Settings);
        configuration[SigningKeySetting] ??=
            options.DataFolder is { } folder ? SigningKey.ReadOrCreate(folder) : SigningKey.Random();
    }
}
