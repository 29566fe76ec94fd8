using System.Text.RegularExpressions;

namespace LeRun.Tests.Infra;

public partial class AlertTests
{
    [Fact]
    public void Heartbeat_alert_watches_an_existing_timer()
    {
        var watched = Watched().Match(Repository.Read("infra/monitoring.bicep")).Groups["function"].Value;
        var timers = SettingsInCode.Timers(SettingsInCode.ProductTypes);

        Assert.NotEmpty(watched);
        Assert.Contains(watched, timers);
    }

    [GeneratedRegex(
        @"where name == '(?<function>\w+)' and success", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Watched();
}
