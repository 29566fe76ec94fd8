using LeRun.LocalHost;
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

if (arguments.Help)
{
    Console.WriteLine(LocalHostArguments.Usage);
    return 0;
}

var started = false;
try
{
    await using var app = LocalApp.Create(new LocalAppOptions
    {
        Port = arguments.Port,
        DataFolder = arguments.DataFolder,
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
    started = true;
    Console.WriteLine(app.Describe());
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (StartFailure.Explain(e) is { Count: > 0 } lines)
{
    foreach (var line in lines)
        Console.Error.WriteLine(line);
    return 1;
}
