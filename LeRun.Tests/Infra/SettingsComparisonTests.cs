namespace LeRun.Tests.Infra;

public class SettingsComparisonTests
{
    private static readonly SettingsComparison Agreeing = new(
        Read: Names("Sample__Key", "Sample__Limit"),
        Schedules: Names("SampleSchedule"),
        SetByBicep: Names("Sample__Key", "SampleSchedule", "AZURE_CLIENT_ID"),
        Documented: new Dictionary<string, bool>(StringComparer.Ordinal)
        {
            ["Sample__Key"] = false,
            ["Sample__Limit"] = true,
            ["SampleSchedule"] = false,
            ["AZURE_CLIENT_ID"] = false,
        });

    [Fact]
    public void Sides_that_agree_have_no_problem() => Assert.Empty(Agreeing.Problems());

    [Fact]
    public void Setting_that_bicep_forgets_is_a_problem() => Assert.Contains(
        "Sample__Key is read by code, but neither set by infra/app.bicep nor documented as optional.",
        (Agreeing with { SetByBicep = Names("SampleSchedule", "AZURE_CLIENT_ID") }).Problems());

    [Fact]
    public void New_setting_in_code_is_a_problem_until_it_is_documented() => Assert.Equal(
        [
            "Sample__New is read by code, but neither set by infra/app.bicep nor documented as optional.",
            "Sample__New has no row in docs/operations.md.",
        ],
        (Agreeing with { Read = Names("Sample__Key", "Sample__Limit", "Sample__New") }).Problems());

    [Fact]
    public void Schedule_that_bicep_forgets_is_a_problem_even_when_documented() => Assert.Contains(
        "SampleSchedule is a timer's schedule, but infra/app.bicep does not set it.",
        (Agreeing with { SetByBicep = Names("Sample__Key", "AZURE_CLIENT_ID") }).Problems());

    [Fact]
    public void Misspelt_setting_in_bicep_is_a_problem() => Assert.Contains(
        "Sample__Kye is set or documented, but no code reads it.",
        (Agreeing with { SetByBicep = Names("Sample__Key", "Sample__Kye", "SampleSchedule") }).Problems());

    [Fact]
    public void Settings_in_code_are_the_settable_scalars_of_classes_with_a_section_and_the_schedules_of_timers()
    {
        Type[] types = [typeof(SampleSettings), typeof(SampleTimers), typeof(SettingsComparisonTests)];

        Assert.Equal(["Sample__Key", "Sample__Lifetime", "Sample__Limit", "Sample__On"], SettingsInCode.Options(types));
        Assert.Equal(["SampleSchedule"], SettingsInCode.Schedules(types));
        Assert.Equal(["Sample"], SettingsInCode.Timers(types));
    }

    [Fact]
    public void Settings_in_bicep_are_found_in_conditional_parts_and_not_in_comments_or_strings() => Assert.Equal(
        ["Always", "One__Part"],
        SettingsOnPaper.InBicep(
            """
            param Not: 'x'
            var appSettings = {
              Always: 'Text: ${value}'
              // Commented: 'x'
              ...(condition
                ? {
                    One__Part: other
                  }
                : {})
            }
            var more = {
              Later: 'x'
            }
            """));

    [Fact]
    public void Settings_in_documentation_are_optional_unless_required()
    {
        var documented = SettingsOnPaper.InMarkdown(
            """
            | setting | default | meaning |
            |---|---|---|
            | `One__Part` | required | `Other` |
            | `Other__Part` | 30 | minutes |
            """);

        Assert.Equal([new("One__Part", false), new("Other__Part", true)], documented);
    }

    private static SortedSet<string> Names(params string[] names) => new(names, StringComparer.Ordinal);

    private sealed class SampleSettings : ISettings
    {
        public static string Section => "Sample";

        public string Key { get; set; } = "";

        public int? Limit { get; set; }

        public bool On { get; set; }

        public TimeSpan Lifetime { get; set; }

        public string Derived => Key;

        public IReadOnlyList<string> Several { get; set; } = [];

        public IEnumerable<string> Problems() => [];
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    private sealed class TimerTriggerAttribute(string schedule) : Attribute
    {
        public string Schedule { get; } = schedule;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class FunctionAttribute(string name) : Attribute
    {
        public string Name { get; } = name;
    }

    private static class SampleTimers
    {
        [Function("Sample")]
        public static void BySetting([TimerTrigger("%SampleSchedule%")] object timer) => _ = timer;

        public static void Fixed([TimerTrigger("0 * * * * *")] object timer) => _ = timer;
    }
}
