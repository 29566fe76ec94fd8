using System.ComponentModel;

namespace LeRun.Tests.Support;

/// <summary>Node, with the packages that package-lock.json pins, for what .NET has no tool for.</summary>
internal static class Node
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);
    private static readonly Lazy<Task<bool>> _ready = new(PrepareAsync);

    /// <summary>The folder of package.json, which paths of scripts are relative to.</summary>
    public static string Folder { get; } = FindFolder();

    /// <summary>Returns whether Node is installed; if so, installs its packages first.</summary>
    public static Task<bool> IsReadyAsync() => _ready.Value;

    /// <summary>Runs a script and returns what it printed. Skips the test if there is no Node.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it printed.</exception>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        Skip.IfNot(await IsReadyAsync(), "Node is not installed.");
        await using var process = Start(script, arguments);
        return await process.WaitForExitAsync();
    }

    /// <summary>Starts a script.</summary>
    public static ChildProcess Start(string script, string[] arguments, params (string Name, string Value)[] environment) =>
        ChildProcess.Start("node", [script, .. arguments], Folder, environment);

    private static async Task<bool> PrepareAsync()
    {
        try
        {
            await using var node = ChildProcess.Start("node", ["--version"]);
            await node.WaitForExitAsync();
        }
        catch (Win32Exception)
        {
            return false;
        }

        await InstallAsync();
        return true;
    }

    /// <summary>Installs what package-lock.json pins, unless it is installed; other test processes wait meanwhile.</summary>
    private static async Task InstallAsync()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "obj"));
        await using var alone = await LockAsync(Path.Combine(Folder, "obj", "npm-ci.lock"));

        // npm writes this copy of the lock file last.
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;

        var (shell, arguments) = OperatingSystem.IsWindows() ? ("cmd", new[] { "/c", "npm" }) : ("npm", []);
        await using var npm = ChildProcess.Start(
            shell, [.. arguments, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], Folder);
        await npm.WaitForExitAsync();
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        using var patience = new CancellationTokenSource(_patience);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
            }
        }
    }

    private static string FindFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "package.json")))
            folder = folder.Parent ?? throw new InvalidOperationException("No package.json above the test assembly.");
        return folder.FullName;
    }
}
