using System.Security.Cryptography;

namespace LeRun.LocalHost;

/// <summary>The key that a local run signs tokens with: 48 random bytes in base64, made on first use and kept beside the data.</summary>
internal static class SigningKey
{
    public const string FileName = "signing-key";

    public static string Random() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));

    /// <summary>The data folder's key; of two processes that make it at once, both get the one that was first.</summary>
    public static string Keep(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            Make(folder, path);
        return File.ReadAllText(path).Trim();
    }

    private static void Make(string folder, string path)
    {
        Directory.CreateDirectory(folder);
        // Written whole under another name first: a crash half-way leaves no half key.
        var draft = $"{path}.{Guid.NewGuid():N}";
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, create))
            writer.Write(Random());

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
