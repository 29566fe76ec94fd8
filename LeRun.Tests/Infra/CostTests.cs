using LeRun.Tests.Support;

namespace LeRun.Tests.Infra;

public class CostTests
{
    [SkippableFact]
    public async Task Table_of_costs_is_what_the_script_writes_from_what_was_measured() => Assert.Equal(
        "README.md is up to date.", (await Node.RunAsync(Repository.PathOf("infra/costs.mjs"), "--check")).Trim());
}
