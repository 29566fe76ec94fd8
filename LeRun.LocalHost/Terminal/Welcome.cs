using LeRun.Identity;
using LeRun.LocalHost.Demo;
using LeRun.LocalHost.Worker;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LeRun.LocalHost.Terminal;

/// <summary>What LocalHost says once it listens.</summary>
internal static class Welcome
{
    /// <summary>
    /// Writes it: where to look, where the data is, who may administer, how to stop; then what the options ask for.
    /// </summary>
    /// <param name="output">The terminal, or a file.</param>
    /// <param name="app">The app, which has started.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="cosmos">Where the data is served to Cosmos DB clients; null for nowhere.</param>
    /// <param name="demo">The demo; null for none.</param>
    public static async Task WriteAsync(
        TextWriter output, LocalApp app, LocalHostArguments arguments, Uri? cosmos, DemoWorld? demo)
    {
        var functions = app.Services.GetRequiredService<FunctionSet>();
        var counts = await DataPlace.CountAsync(app.Services.GetRequiredService<Database>(), CancellationToken.None);
        var banner = new Banner
        {
            Title = $"LeRun {BuiltVersion.Text.Split('+')[0]} is running.",
            Footer = Console.IsOutputRedirected
                ? "Ctrl+C stops. --routes lists every route."
                : "Ctrl+C stops. Requests are listed below; --routes lists every route.",
        };
        banner.Add("Read and try", $"{app.ApiAddress}/docs");
        banner.Add("API", $"{app.ApiAddress}", $"OpenAPI: {app.ApiAddress.AbsolutePath}/openapi.json");
        if (arguments.DataFolder is { } folder)
            banner.Add("Data", Path.GetFullPath(folder), counts);
        else
            banner.Add("Data", "in memory", $"{counts}; gone at the end");
        if (cosmos is not null)
            banner.Add("Cosmos", $"{cosmos}", "for Cosmos DB clients, with the emulator's key");
        var admins = app.Services.GetRequiredService<IOptions<AuthSettings>>().Value.Admins;
        banner.Add("Admins", admins.Length == 0 ? "none" : admins, admins.Length == 0 ? "Auth__Admins=alice names some" : "");
        if (demo is not null)
            banner.Add("Demo", $"log in as {demo.Host}, password {DemoWorld.Password}", $"two of five run in room {demo.Room}");
        if (arguments.Lan)
            AddNetwork(banner, app.ApiAddress);
        await output.WriteLineAsync(banner.Format(IsColourful()));

        foreach (var warning in SettingNames.Unknown(app.Services.GetRequiredService<IConfiguration>()))
            await output.WriteLineAsync(warning);
        if (app.Upgraded is not null)
            await output.WriteLineAsync(app.Upgraded);
        if (arguments.Routes)
            await output.WriteLineAsync(FunctionTable.Format(functions, app.Address));
        if (arguments.Lan && !Console.IsOutputRedirected && Network.Addresses() is [var first, ..])
            await output.WriteLineAsync(Network.QrCode($"http://{first}:{app.Address.Port}/"));
    }

    private static void AddNetwork(Banner banner, Uri api)
    {
        foreach (var address in Network.Addresses())
        {
            banner.Add(
                "Phones",
                $"http://{address}:{api.Port}{api.AbsolutePath}",
                "plain HTTP: whoever is in this network can read it");
        }
    }

    private static bool IsColourful() =>
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
