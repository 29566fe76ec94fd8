using System.ComponentModel;
using System.Diagnostics;

namespace LeRun.Tests.Support;

/// <summary>Node with the packages that package-lock.json pins, for what .NET has no measure of.</summary>
internal static class Node
{
    private static readonly Lazy<Task<bool>> Ready = new(PrepareAsync);

    /// <summary>The folder of package.json; paths of scripts start there.</summary>
    public static string Folder { get; } = FindFolder();

    /// <summary>Whether Node is there; then its packages are, too.</summary>
    public static Task<bool> IsReadyAsync() => Ready.Value;

    /// <summary>Runs a script to its end and answers what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has all that it said.</exception>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        Skip.IfNot(await IsReadyAsync(), "Node is not installed.");
        using var process = Start(script, arguments);
        return await EndAsync(process, script);
    }

    /// <summary>Starts a script; who calls reads its output, and ends it.</summary>
    public static Process Start(string script, string[] arguments, params (string Name, string Value)[] environment) =>
        StartProgram("node", [script, .. arguments], environment);

    private static async Task<bool> PrepareAsync()
    {
        try
        {
            using var node = StartProgram("node", ["--version"]);
            await EndAsync(node, "node --version");
        }
        catch (Win32Exception)
        {
            return false;
        }

        await InstallAsync();
        return true;
    }

    /// <summary>Installs what package-lock.json pins, unless that is done; other test processes wait meanwhile.</summary>
    private static async Task InstallAsync()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "obj"));
        await using var alone = await LockAsync(Path.Combine(Folder, "obj", "npm-ci.lock"));

        // npm writes this copy of the lock file when everything else is in place.
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;

        var (shell, arguments) = OperatingSystem.IsWindows() ? ("cmd", new[] { "/c", "npm" }) : ("npm", []);
        using var npm = StartProgram(shell, [.. arguments, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        await EndAsync(npm, "npm ci");
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

    private static async Task<string> EndAsync(Process process, string what)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output + errors
            : throw new InvalidOperationException($"{what} failed: {await output}{errors}");
    }

    private static Process StartProgram(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    private static string FindFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "package.json")))
            folder = folder.Parent ?? throw new InvalidOperationException("No package.json above the test assembly.");
        return folder.FullName;
    }
}
