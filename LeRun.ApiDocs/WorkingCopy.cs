namespace LeRun.ApiDocs;

/// <summary>The sources around a folder.</summary>
public static class WorkingCopy
{
    /// <exception cref="DirectoryNotFoundException">LeRun.sln is in no folder above.</exception>
    public static string Root(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "LeRun.sln")))
                return at.FullName;
        }

        throw new DirectoryNotFoundException($"There is no LeRun.sln in {folder} or above it.");
    }
}
