using System.Security.Cryptography;

namespace LeRun.LocalHost;

/// <summary>The key that a local run signs tokens with: 48 random bytes in base64, kept beside the data.</summary>
internal static class SigningKey
{
    public const string FileName = "signing-key";

    public static string Random() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));

    /// <summary>
    /// Returns the data folder's key, and creates it on first use. Of two processes that create it at once, both get the first.
    /// </summary>
    public static string ReadOrCreate(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            Create(folder, path);
        return File.ReadAllText(path).Trim();
    }

    private static void Create(string folder, string path)
    {
        PrivateFolder.Create(folder);
        // Write the key under another name first, so that a crash half-way leaves no half key.
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, options))
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
