namespace LeRun.Tests.Infra;

/// <summary>Files of the working copy that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string Read(string path) => File.ReadAllText(PathOf(path));

    /// <summary>Where the file is on this machine.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LeRun.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException("LeRun.sln is in no folder above the tests.");
    }
}
