using System.Text;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>
/// The folder that keeps the data of an in-process Cosmos: a lock that one process holds, a format marker, and for each container
/// a log and its definition.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const string Format = "LeRun embedded Cosmos DB, format 1\n";
    private readonly string _folder;
    private readonly Func<string, ILogFile> _openFile;
    private readonly FileStream _lock;

    /// <exception cref="DataFolderInUseException">Another process holds the folder.</exception>
    /// <exception cref="InvalidDataException">The folder's format is not this version's.</exception>
    public DataFolder(string folder, Func<string, ILogFile> openFile)
    {
        (_folder, _openFile) = (Path.GetFullPath(folder), openFile);
        Directory.CreateDirectory(_folder);
        try
        {
            _lock = new FileStream(Path.Combine(_folder, "LOCK"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new DataFolderInUseException(folder, e);
        }

        try
        {
            CheckFormat();
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>The definitions saved here, by database.</summary>
    public IEnumerable<(string Database, ContainerDefinition Definition)> Saved() =>
        from database in Directory.EnumerateDirectories(_folder)
        from file in Directory.EnumerateFiles(database, "*.json")
        select (Uri.UnescapeDataString(Path.GetFileName(database)), ContainerDefinition.Parse(File.ReadAllText(file)));

    /// <summary>Saves the definition, so that a container made over the wire is there again after a restart.</summary>
    public ContainerLog Open(string database, ContainerDefinition definition)
    {
        var path = Path.Combine(_folder, FileName(database), FileName(definition.Id));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ReplaceFile(path + ".json", definition.Json.ToJsonString());
        return new ContainerLog(path + ".log", _openFile);
    }

    public void Dispose() => _lock.Dispose();

    // Escaped, and never "." or ".." or a name that one system finds special.
    private static string FileName(string id) => Uri.EscapeDataString(id).Replace(".", "%2E", StringComparison.Ordinal);

    private static void ReplaceFile(string path, string text)
    {
        File.WriteAllText(path + ".new", text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(path + ".new", path, overwrite: true);
    }

    private void CheckFormat()
    {
        var marker = Path.Combine(_folder, "FORMAT");
        if (!File.Exists(marker))
        {
            if (Directory.EnumerateFiles(_folder, "*.log", SearchOption.AllDirectories).Any())
                throw new InvalidDataException($"The data folder '{_folder}' has logs but no FORMAT file.");
            ReplaceFile(marker, Format);
        }
        else if (File.ReadAllText(marker) != Format)
        {
            throw new InvalidDataException($"The data folder '{_folder}' is of another format than '{Format.TrimEnd()}'.");
        }
    }
}
