using System.Globalization;

namespace LeRun.LocalHost;

/// <summary>LocalHost's command-line options.</summary>
internal sealed record LocalHostArguments(int Port, string? DataFolder, int? CosmosPort, bool Lan, bool Help)
{
    public const string Usage = """
        Runs LeRun on this machine.

          --port N     port to listen on (default 7071; 0 takes any free one)
          --data DIR   folder that keeps the data (default .lerun)
          --memory     keep the data in memory instead
          --lan        listen to the network too, for phones in it, and take any host name
          --cosmos N   port to serve the data on as the Cosmos DB emulator does (0 takes any free one)
          --help       show this

        Settings come from the environment, as in Azure: Auth__Admins=alice
        """;

    /// <summary>Reads a command line.</summary>
    /// <exception cref="FormatException">An option is unknown or lacks its value; the message says which.</exception>
    public static LocalHostArguments Parse(IReadOnlyList<string> args)
    {
        var arguments = new LocalHostArguments(Port: 7071, DataFolder: null, CosmosPort: null, Lan: false, Help: false);
        var memory = false;
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--port":
                    arguments = arguments with { Port = PortOf("--port", Value(args, ref i)) };
                    break;
                case "--cosmos":
                    arguments = arguments with { CosmosPort = PortOf("--cosmos", Value(args, ref i)) };
                    break;
                case "--data":
                    arguments = arguments with { DataFolder = Value(args, ref i) };
                    break;
                case "--memory":
                    memory = true;
                    break;
                case "--lan":
                    arguments = arguments with { Lan = true };
                    break;
                case "--help" or "-h":
                    arguments = arguments with { Help = true };
                    break;
                default:
                    throw new FormatException($"Unknown option '{args[i]}'; --help lists the options.");
            }
        }

        if (memory && arguments.DataFolder is not null)
            throw new FormatException("--memory and --data exclude each other.");
        return memory ? arguments : arguments with { DataFolder = arguments.DataFolder ?? ".lerun" };
    }

    private static string Value(IReadOnlyList<string> args, ref int i)
    {
        var option = args[i++];
        return i < args.Count && args[i].Length > 0 ? args[i] : throw new FormatException($"Option {option} needs a value.");
    }

    private static int PortOf(string option, string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new FormatException($"{option} takes a number from 0 to 65535, not '{text}'.");
}
