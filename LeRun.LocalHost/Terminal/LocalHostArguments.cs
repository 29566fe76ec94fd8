using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LeRun.LocalHost.Terminal;

/// <summary>LocalHost's command line.</summary>
internal sealed class LocalHostArguments
{
    private static readonly Option<int> PortOption = new("--port")
    {
        Description = "Port to listen on; 0 takes any free one",
        HelpName = "N",
        CustomParser = PortOf,
        DefaultValueFactory = _ => 7071,
    };

    private static readonly Option<string?> DataOption = new("--data")
    {
        Description = "Folder that keeps the data (default: .lerun beside LeRun.sln)",
        HelpName = "DIR",
    };

    private static readonly Option<bool> MemoryOption = new("--memory") { Description = "Keep the data in memory instead" };

    private static readonly Option<bool> LanOption = new("--lan")
    {
        Description = "Listen to the network too, for phones in it, and take any host name",
    };

    private static readonly Option<string[]> CorsOption = new("--cors")
    {
        Description = "Web pages of this origin may call the API too, such as https://app.example.com",
        HelpName = "ORIGIN",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<int?> CosmosOption = new("--cosmos")
    {
        Description = "Port to serve the data on as the Cosmos DB emulator does; 0 takes any free one",
        HelpName = "N",
        CustomParser = result => PortOf(result),
    };

    private static readonly Option<bool> RoutesOption = new("--routes") { Description = "List every route after the start" };

    private static readonly Option<bool> DemoOption = new("--demo")
    {
        Description = "Fill the data with five runners, and let two of them run",
    };

    private static readonly RootCommand Command = Define();

    private readonly ParseResult _line;

    private LocalHostArguments(ParseResult line) => _line = line;

    /// <summary>The port of the API; 0 is any free one.</summary>
    public int Port => _line.GetValue(PortOption);

    /// <summary>The folder that keeps the data; null keeps it in memory.</summary>
    public string? DataFolder => _line.GetValue(MemoryOption) ? null : _line.GetValue(DataOption) ?? DataPlace.Default();

    /// <summary>The port on which the data is served to Cosmos DB clients; null for none.</summary>
    public int? CosmosPort => _line.GetValue(CosmosOption);

    /// <summary>Whether phones in the network may call.</summary>
    public bool Lan => _line.GetValue(LanOption);

    /// <summary>Whether every route is listed after the start.</summary>
    public bool Routes => _line.GetValue(RoutesOption);

    /// <summary>Whether the demo's runners are made, and run.</summary>
    public bool Demo => _line.GetValue(DemoOption);

    /// <summary>The origins whose web pages may call, beside those of this machine.</summary>
    public IReadOnlyList<string> Origins => _line.GetValue(CorsOption) ?? [];

    /// <summary>Whether the line asks for a text only: help, or the version.</summary>
    public bool AsksForText => _line.Action is not null;

    /// <summary>Writes the text that the line asks for.</summary>
    public void WriteText(TextWriter output) => _line.Invoke(new InvocationConfiguration { Output = output });

    /// <summary>Reads a command line.</summary>
    /// <exception cref="FormatException">An option is unknown or lacks its value; the message says which.</exception>
    public static LocalHostArguments Parse(IReadOnlyList<string> args)
    {
        var line = Command.Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        return line.Errors is [var error, ..]
            ? throw new FormatException($"{error.Message} --help lists the options.")
            : new LocalHostArguments(line);
    }

    private static RootCommand Define()
    {
        CorsOption.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !IsOrigin(token.Value)))
                result.AddError($"--cors takes an origin such as https://app.example.com, not '{token.Value}'.");
        });
        var command = new RootCommand(
            "Runs LeRun on this machine. Settings come from the environment, as in Azure: Auth__Admins=alice")
        {
            PortOption, DataOption, MemoryOption, LanOption, CorsOption, CosmosOption, RoutesOption, DemoOption,
        };
        command.Validators.Add(line =>
        {
            if (line.GetValue(MemoryOption) && line.GetResult(DataOption) is { Implicit: false })
                line.AddError("--memory and --data exclude each other.");
        });
        return command;
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);

    private static int PortOf(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return port;
        result.AddError($"{((OptionResult)result.Parent!).Option.Name} takes a number from 0 to 65535, not '{text}'.");
        return 0;
    }
}
