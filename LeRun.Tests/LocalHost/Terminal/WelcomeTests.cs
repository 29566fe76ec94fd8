using LeRun.LocalHost;
using LeRun.LocalHost.Terminal;
using LeRun.Tests.Support;

namespace LeRun.Tests.LocalHost.Terminal;

/// <summary>What a newcomer reads first.</summary>
public class WelcomeTests
{
    [Fact]
    public async Task Welcome_is_short_and_tells_where_to_look_where_the_data_is_and_who_administers()
    {
        using var folder = new TemporaryFolder();
        var text = await WelcomeOfAsync(["--data", folder.Path], new() { DataFolder = folder.Path });
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.InRange(lines.Length, 5, 8);
        Assert.Matches("/api/docs$", lines[1]);
        Assert.Matches("/api +OpenAPI: /api/openapi.json$", lines[2]);
        Assert.Matches($"{folder.Path} +new, empty$", lines[3]);
        Assert.Matches("none +Auth__Admins=alice names some$", lines[4]);
        Assert.Contains("Ctrl+C stops.", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain('\e', text);
    }

    [Fact]
    public async Task Data_that_is_there_is_counted()
    {
        using var folder = new TemporaryFolder();
        var options = new LocalAppOptions { DataFolder = folder.Path };
        await using (var app = LocalApp.Create(options))
        {
            await app.StartAsync();
            using var client = new HttpClient { BaseAddress = app.Address };
            using var body = new StringContent("""{"username":"shikai","password":"correct horse"}""");
            body.Headers.ContentType = new("application/json");
            using var answer = await client.PostAsync("/api/users", body);
            Assert.True(answer.IsSuccessStatusCode);
        }

        var text = await WelcomeOfAsync(["--data", folder.Path], options);
        Assert.Contains("1 user, 0 runs, 0 posts", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_are_listed_when_they_are_asked_for()
    {
        const string Route = "/api/users/run/data/append";

        Assert.Contains(Route, await WelcomeOfAsync(["--memory", "--routes"], new()), StringComparison.Ordinal);
        Assert.DoesNotContain(Route, await WelcomeOfAsync(["--memory"], new()), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Network_addresses_come_with_a_warning()
    {
        Skip.If(Network.Addresses() is [], "This machine is in no network.");

        Assert.Contains(
            "plain HTTP: whoever is in this network can read it",
            await WelcomeOfAsync(["--memory", "--lan"], new() { Lan = true }),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistyped_setting_is_told()
    {
        var options = new LocalAppOptions
        {
            Settings = [new("Auth:Admin", "alice"), new("Rooms:IdleMinutes", "5"), new("Other:Thing", "1")],
        };

        var text = await WelcomeOfAsync(["--memory"], options);

        Assert.Contains("There is no setting Auth__Admin; Auth has ", text, StringComparison.Ordinal);
        Assert.Contains("Admins", text, StringComparison.Ordinal);
        Assert.DoesNotContain("There is no setting Rooms", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Other", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Colours_are_for_terminals()
    {
        var banner = new Banner { Title = "It runs.", Footer = "Ctrl+C stops." };
        banner.Add("API", "http://localhost:7071/api", "hint");

        Assert.Contains("\e[1;32mIt runs.\e[0m", banner.Format(colour: true), StringComparison.Ordinal);
        Assert.DoesNotContain('\e', banner.Format(colour: false));
    }

    [Fact]
    public void Address_is_drawn_for_a_camera() =>
        Assert.InRange(Network.QrCode("http://192.168.1.20:7071/").Split('\n').Length, 10, 30);

    private static async Task<string> WelcomeOfAsync(string[] line, LocalAppOptions options)
    {
        await using var app = LocalApp.Create(options);
        await app.StartAsync();
        using var output = new StringWriter();
        await Welcome.WriteAsync(output, app, LocalHostArguments.Parse(line), cosmos: null, demo: null);
        return output.ToString();
    }
}
