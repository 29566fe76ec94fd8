using LeRun.LocalHost;
using LeRun.LocalHost.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

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

try
{
    await using var app = LocalApp.Create(new LocalAppOptions
    {
        Port = arguments.Port,
        DataFolder = arguments.DataFolder,
        Configure = functions => functions.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        }),
    });
    await app.StartAsync();
    Console.WriteLine(app.Describe());
    await app.WaitForShutdownAsync();
    return 0;
}
catch (OptionsValidationException e)
{
    foreach (var failure in e.Failures)
        Console.Error.WriteLine(failure);
    return 1;
}
catch (Exception e) when (e is FunctionLoadException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
