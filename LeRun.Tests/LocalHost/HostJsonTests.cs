using LeRun.LocalHost;
using LeRun.Tests.Support;

namespace LeRun.Tests.LocalHost;

public class HostJsonTests
{
    [Theory]
    [InlineData(null, "api")]
    [InlineData("""{"version": "2.0"}""", "api")]
    [InlineData("""{"extensions": {"http": {}}}""", "api")]
    [InlineData("""{"extensions": {"http": {"routePrefix": "v1"}}, /* a comment */}""", "v1")]
    [InlineData("""{"extensions": {"http": {"routePrefix": ""}}}""", "")]
    public void The_route_prefix_is_the_hosts(string? json, string prefix)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Path);
        if (json is not null)
            File.WriteAllText(Path.Combine(folder.Path, "host.json"), json);

        Assert.Equal(prefix, HostJson.RoutePrefix(folder.Path));
    }
}
