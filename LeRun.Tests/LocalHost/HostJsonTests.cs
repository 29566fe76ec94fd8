using LeRun.LocalHost;
using LeRun.Tests.Support;

namespace LeRun.Tests.LocalHost;

public class HostJsonTests
{
    [Theory]
    [InlineData("""{"version": "2.0"}""", "api")]
    [InlineData("""{"extensions": {"http": {}}}""", "api")]
    [InlineData("""{"extensions": {"http": {"routePrefix": "v1"}}, /* a comment */}""", "v1")]
    [InlineData("""{"extensions": {"http": {"routePrefix": ""}}}""", "")]
    public void Route_prefix_is_the_hosts(string json, string expected)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, "host.json"), json);

        Assert.Equal(expected, HostJson.RoutePrefix(folder.Path));
    }
}
