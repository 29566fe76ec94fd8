using LeRun.LocalHost;

namespace LeRun.Tests.LocalHost;

public class LocalHostArgumentsTests
{
    [Theory]
    [InlineData("", 7071, ".lerun", null, false, false)]
    [InlineData("--port 0 --data /tmp/x", 0, "/tmp/x", null, false, false)]
    [InlineData("--memory --port 8080", 8080, null, null, false, false)]
    [InlineData("--cosmos 8081", 7071, ".lerun", 8081, false, false)]
    [InlineData("--lan", 7071, ".lerun", null, true, false)]
    [InlineData("--help", 7071, ".lerun", null, false, true)]
    public void Options_are_read(string line, int port, string? folder, int? cosmosPort, bool lan, bool help)
    {
        Assert.Equal(new LocalHostArguments(port, folder, cosmosPort, lan, help), LocalHostArguments.Parse(Split(line)));
    }

    [Theory]
    [InlineData("--prot 1", "Unknown option '--prot'; --help lists the options.")]
    [InlineData("7071", "Unknown option '7071'; --help lists the options.")]
    [InlineData("--data", "Option --data needs a value.")]
    [InlineData("--port", "Option --port needs a value.")]
    [InlineData("--port 65536", "--port takes a number from 0 to 65535, not '65536'.")]
    [InlineData("--port -1", "--port takes a number from 0 to 65535, not '-1'.")]
    [InlineData("--cosmos", "Option --cosmos needs a value.")]
    [InlineData("--cosmos x", "--cosmos takes a number from 0 to 65535, not 'x'.")]
    [InlineData("--memory --data x", "--memory and --data exclude each other.")]
    public void Wrong_option_is_named(string line, string message)
    {
        Assert.Equal(message, Assert.Throws<FormatException>(() => LocalHostArguments.Parse(Split(line))).Message);
    }

    private static string[] Split(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
