using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LeRun.Tests.Support;

/// <summary>A process that ends with its test, at the latest with the test run. Every wait for it has a limit.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly string _name;

    private ChildProcess(Process process, string name)
    {
        (_process, _name) = (process, name);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill();
    }

    public int Id => _process.Id;

    /// <exception cref="System.ComponentModel.Win32Exception">The program is not installed.</exception>
    public static ChildProcess Start(
        string program, string[] arguments, string? folder = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        return new ChildProcess(process, $"{program} {arguments.FirstOrDefault()}");
    }

    /// <summary>Waits for a line that matches, and returns the match. Discards what the process prints afterwards.</summary>
    /// <exception cref="InvalidOperationException">It ended before; the message has what it printed to stderr.</exception>
    public async Task<string> ReadUntilAsync(Regex line)
    {
        using var patience = new CancellationTokenSource(_patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } text)
        {
            if (line.Match(text) is not { Success: true } match)
                continue;

            // Keep reading: a full pipe would stop the process.
            _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return match.Value;
        }

        throw new InvalidOperationException(
            $"{_name} ended early: {await _process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    /// <summary>Waits until it ends, and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it printed.</exception>
    public async Task<string> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(_patience);
        var output = _process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = _process.StandardError.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        var text = await output + await errors;
        return _process.ExitCode == 0 ? text : throw new InvalidOperationException($"{_name} failed: {text}");
    }

    /// <summary>Kills it and its children: no handler runs, and nothing is flushed.</summary>
    public async Task KillAsync()
    {
        Kill();
        using var patience = new CancellationTokenSource(_patience);
        await _process.WaitForExitAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended, or has been disposed of.
        }
    }
}
