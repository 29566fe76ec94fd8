using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace LeRun.Tests.Blobs;

/// <summary>One Azurite for all tests that want the real protocol; its tests skip where Node is missing.</summary>
[CollectionDefinition(nameof(Azurite))]
public class AzuriteUsers : ICollectionFixture<Azurite>;

public sealed partial class Azurite : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private Process? _process;
    private string? _connectionString;

    /// <summary>Skips the test where there is no Node to run Azurite.</summary>
    public string ConnectionString
    {
        get
        {
            Skip.If(_connectionString is null, "Azurite needs Node, which is not installed.");
            return _connectionString;
        }
    }

    public async Task InitializeAsync()
    {
        if (!HasNode())
            return;

        var project = ProjectFolder();
        await InstallAsync(project);

        // A key of this run's own instead of the well-known one.
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        _process = Start(
            project, "node", ["node_modules/azurite/dist/src/blob/main.js", "--inMemoryPersistence", "--blobPort", "0", "--skipApiVersionCheck", "--disableTelemetry"],
            environment: ("AZURITE_ACCOUNTS", "tests:" + key));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();

        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (Listening().Match(line) is not { Success: true } match)
                continue;
            _connectionString = $"DefaultEndpointsProtocol=http;AccountName=tests;AccountKey={key};BlobEndpoint={match.Value}/tests;";
            // What nobody reads would fill the pipe and stop Azurite.
            _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return;
        }

        throw new InvalidOperationException("Azurite did not start: " + await _process.StandardError.ReadToEndAsync(patience.Token));
    }

    public Task DisposeAsync()
    {
        Stop();
        return Task.CompletedTask;
    }

    private static bool HasNode()
    {
        try
        {
            using var node = Start(Environment.CurrentDirectory, "node", ["--version"]);
            node.WaitForExit();
            return node.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Installs what package-lock.json pins, unless that is done; other test processes wait meanwhile.</summary>
    private static async Task InstallAsync(string project)
    {
        Directory.CreateDirectory(Path.Combine(project, "obj"));
        await using var alone = await LockAsync(Path.Combine(project, "obj", "npm-ci.lock"));

        // npm writes this copy of the lock file when everything else is in place.
        var installed = new FileInfo(Path.Combine(project, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(project, "package-lock.json")))
            return;

        var (shell, arguments) = OperatingSystem.IsWindows() ? ("cmd", new[] { "/c", "npm" }) : ("npm", []);
        using var npm = Start(project, shell, [.. arguments, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        var output = npm.StandardOutput.ReadToEndAsync();
        var errors = await npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm ci failed: {await output}{errors}");
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private static string ProjectFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "package.json")))
            folder = folder.Parent ?? throw new InvalidOperationException("No package.json above the test assembly.");
        return folder.FullName;
    }

    private static Process Start(string folder, string program, string[] arguments, (string Name, string Value)? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (environment is var (name, value))
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    private void Stop()
    {
        if (_process is { HasExited: false })
            _process.Kill(entireProcessTree: true);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9][0-9]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
