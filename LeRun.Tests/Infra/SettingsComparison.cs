namespace LeRun.Tests.Infra;

/// <summary>What code reads, against what Bicep sets and what documentation says can be left out.</summary>
internal sealed record SettingsComparison(
    IReadOnlySet<string> Read,
    IReadOnlySet<string> Schedules,
    IReadOnlySet<string> SetByBicep,
    IReadOnlyDictionary<string, bool> Documented)
{
    /// <summary>One sentence for each thing that does not agree; none when all does.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var name in Read.Except(SetByBicep))
            if (!Documented.GetValueOrDefault(name))
                yield return $"{name} is read by code, but neither set by infra/app.bicep nor documented as optional.";

        // A schedule has no default: the host does not start the function without it.
        foreach (var name in Schedules.Except(SetByBicep))
            yield return $"{name} is a timer's schedule, but infra/app.bicep does not set it.";

        foreach (var name in Read.Concat(Schedules).Concat(SetByBicep).Distinct(StringComparer.Ordinal))
            if (!Documented.ContainsKey(name))
                yield return $"{name} has no row in docs/operations.md.";

        // Only of sections that exist in code: the others belong to the Functions host and to Azure's libraries.
        var sections = Read.Select(Section).ToHashSet(StringComparer.Ordinal);
        foreach (var name in SetByBicep.Concat(Documented.Keys).Distinct(StringComparer.Ordinal))
            if (sections.Contains(Section(name)) && !Read.Contains(name))
                yield return $"{name} is set or documented, but no code reads it.";
    }

    private static string Section(string name) => name.Split("__")[0];
}
