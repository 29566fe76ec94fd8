using System.Text.RegularExpressions;
using LeRun.Tests.Support;

namespace LeRun.Tests.LocalHost;

/// <summary>LocalHost as a process of its own, as a user runs it.</summary>
internal sealed partial class ChildHost : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private ChildHost(ChildProcess process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    /// <summary>Starts it on a folder and a free port, and waits until it listens.</summary>
    public static async Task<ChildHost> StartAsync(string folder)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "LeRun.LocalHost.dll");
        var process = ChildProcess.Start("dotnet", [program, "--port", "0", "--data", folder]);
        try
        {
            return new ChildHost(process, new Uri(await process.ReadUntilAsync(Listening())));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends SIGKILL: no handler runs, and nothing is flushed.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex(@"http://[^\s/]+/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
