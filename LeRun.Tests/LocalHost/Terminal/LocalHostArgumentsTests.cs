using LeRun.LocalHost.Terminal;

namespace LeRun.Tests.LocalHost.Terminal;

public class LocalHostArgumentsTests
{
    [Theory]
    [InlineData("--data x", 7071, "x", null, false)]
    [InlineData("--port 0 --data /tmp/x", 0, "/tmp/x", null, false)]
    [InlineData("--port=8080 --data=/tmp/x", 8080, "/tmp/x", null, false)]
    [InlineData("--memory --port 8080", 8080, null, null, false)]
    [InlineData("--memory --cosmos 8081", 7071, null, 8081, false)]
    [InlineData("--memory --lan", 7071, null, null, true)]
    public void Options_are_read(string line, int port, string? folder, int? cosmosPort, bool lan)
    {
        var arguments = LocalHostArguments.Parse(Split(line));

        Assert.Equal(
            (port, folder, cosmosPort, lan, false, false),
            (arguments.Port, arguments.DataFolder, arguments.CosmosPort, arguments.Lan, arguments.Routes, arguments.AsksForText));
    }

    [Fact]
    public void Routes_and_other_origins_are_asked_for_by_name()
    {
        var arguments = LocalHostArguments.Parse(
            ["--routes", "--cors", "https://app.example.com", "--cors=http://other.example:8080"]);

        Assert.True(arguments.Routes);
        Assert.Equal(["https://app.example.com", "http://other.example:8080"], arguments.Origins);
        Assert.Empty(LocalHostArguments.Parse([]).Origins);
    }

    [Fact]
    public void Data_is_kept_beside_the_solution_wherever_below_it_the_app_is_started()
    {
        // Tests run in a folder below LeRun.sln.
        var folder = LocalHostArguments.Parse([]).DataFolder!;

        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(folder)!, "LeRun.sln")), folder);
        Assert.Equal(".lerun", Path.GetFileName(folder));
    }

    [Theory]
    [InlineData("--help", "--memory")]
    [InlineData("-h", "--cosmos")]
    [InlineData("--version", ".")]
    public void Text_is_written_where_the_line_asks_for_one(string line, string contained)
    {
        var arguments = LocalHostArguments.Parse(Split(line));
        using var output = new StringWriter();

        Assert.True(arguments.AsksForText);
        arguments.WriteText(output);

        Assert.Contains(contained, output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--prot 1", "'--prot'")]
    [InlineData("7071", "'7071'")]
    [InlineData("--data", "'--data'")]
    [InlineData("--data=", "'--data'")]
    [InlineData("--port", "'--port'")]
    [InlineData("--port 65536", "--port takes a number from 0 to 65535, not '65536'.")]
    [InlineData("--port -1", "--port takes a number from 0 to 65535, not '-1'.")]
    [InlineData("--cosmos", "'--cosmos'")]
    [InlineData("--cosmos x", "--cosmos takes a number from 0 to 65535, not 'x'.")]
    [InlineData("--cors example.com", "--cors takes an origin such as https://app.example.com, not 'example.com'.")]
    [InlineData("--cors https://example.com/page", "not 'https://example.com/page'")]
    [InlineData("--memory --data x", "--memory and --data exclude each other.")]
    public void Wrong_option_is_named_in_one_line(string line, string contained)
    {
        var message = Assert.Throws<FormatException>(() => LocalHostArguments.Parse(Split(line))).Message;

        Assert.Contains(contained, message, StringComparison.Ordinal);
        Assert.EndsWith("--help lists the options.", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static string[] Split(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
