namespace LeRun.LocalHost;

/// <summary>A folder for people's data: on Unix, the user that runs LocalHost is the only one who can look inside.</summary>
internal static class PrivateFolder
{
    /// <summary>Makes the folder if it is missing; one that is there keeps its mode.</summary>
    public static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
