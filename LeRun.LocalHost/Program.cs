using LeRun.LocalHost;
using LeRun.LocalHost.Cosmos.Server;
using LeRun.LocalHost.Demo;
using LeRun.LocalHost.Terminal;
using Microsoft.Extensions.Logging;

LocalHostArguments arguments;
try
{
    arguments = LocalHostArguments.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

if (arguments.AsksForText)
{
    arguments.WriteText(Console.Out);
    return 0;
}

var started = false;
try
{
    await using var app = LocalApp.Create(new LocalAppOptions
    {
        Port = arguments.Port,
        DataFolder = arguments.DataFolder,
        Lan = arguments.Lan,
        Origins = arguments.Origins,
        RequestLine = Console.IsOutputRedirected ? null : Console.WriteLine,
        Configure = functions => functions.Logging
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            })
            // The handler below explains a failure to start.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Warning),
    });
    await app.StartAsync();
    await using var cosmos = arguments.CosmosPort is { } port ? await CosmosServer.StartAsync(app.Storage.Cosmos, port) : null;
    started = true;
    await using var demo = arguments.Demo ? await DemoWorld.StartAsync(app.ApiAddress, TimeProvider.System) : null;
    await Welcome.WriteAsync(Console.Out, app, arguments, cosmos?.Address, demo);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (StartFailure.Explain(e) is { Count: > 0 } lines)
{
    foreach (var line in lines)
        Console.Error.WriteLine(line);
    return 1;
}
