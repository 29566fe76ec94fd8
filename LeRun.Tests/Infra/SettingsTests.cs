using System.Text.Json;

namespace LeRun.Tests.Infra;

public class SettingsTests
{
    private static readonly SortedSet<string> Schedules = SettingsInCode.Schedules(SettingsInCode.ProductTypes);
    private static readonly SortedSet<string> InBicep = SettingsOnPaper.InBicep(Repository.Read("infra/app.bicep"));
    private static readonly SortedDictionary<string, bool> Documented =
        SettingsOnPaper.InMarkdown(Repository.Read("docs/operations.md"));

    [Fact]
    public void Every_setting_that_code_reads_is_set_by_bicep_or_documented_as_optional()
    {
        var comparison = new SettingsComparison(
            SettingsInCode.Options(SettingsInCode.ProductTypes), Schedules, InBicep, Documented);

        var problems = comparison.Problems().ToArray();
        Assert.True(problems.Length == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Sample_settings_name_only_documented_ones_and_every_schedule()
    {
        using var sample = JsonDocument.Parse(Repository.Read("local.settings.sample.json"));
        var names = sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name).ToArray();

        // What says to Core Tools where storage is and which worker to start is said otherwise in Azure.
        Assert.Empty(names.Except(Documented.Keys).Except(["AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME"]));
        Assert.Empty(Schedules.Except(names));
    }

    [Fact]
    public void Bicep_never_sets_what_flex_consumption_refuses() =>
        Assert.Empty(InBicep.Intersect(["FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "WEBSITE_RUN_FROM_PACKAGE"]));
}
