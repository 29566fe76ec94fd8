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
    private readonly Action<string> _report;
    private readonly FileStream _lock;

    /// <param name="folder">Made when it is missing.</param>
    /// <param name="openFile">Opens its files.</param>
    /// <param name="report">Takes a line about what was lost or could not be saved.</param>
    /// <exception cref="DataFolderInUseException">Another process holds the folder.</exception>
    /// <exception cref="DataFormatException">The folder's format is not this version's.</exception>
    public DataFolder(string folder, Func<string, ILogFile> openFile, Action<string> report)
    {
        (_folder, _openFile, _report) = (Path.GetFullPath(folder), openFile, report);
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
            foreach (var draft in Directory.EnumerateFiles(_folder, "*.json.new", SearchOption.AllDirectories))
                File.Delete(draft);
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
        select (Uri.UnescapeDataString(Path.GetFileName(database)), ReadDefinition(file));

    /// <summary>Saves the definition, so that a container made over the wire is there again after a restart.</summary>
    public ContainerLog Open(string database, ContainerDefinition definition)
    {
        var path = Path.Combine(_folder, FileName(database), FileName(definition.Id));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        SaveDefinition(path + ".json", definition.Json.ToJsonString());
        return new ContainerLog(path + ".log", _openFile, _report);
    }

    public void Dispose() => _lock.Dispose();

    // Escaped, and never "." or ".." or a name that one system finds special.
    private static string FileName(string id) => Uri.EscapeDataString(id).Replace(".", "%2E", StringComparison.Ordinal);

    private static ContainerDefinition ReadDefinition(string file)
    {
        try
        {
            return ContainerDefinition.Parse(File.ReadAllText(file));
        }
        catch (CosmosRefusal e)
        {
            throw new DataFormatException($"'{file}' is no container's definition: {e.Message}");
        }
    }

    private void SaveDefinition(string path, string text)
    {
        var exists = File.Exists(path);
        if (exists && File.ReadAllText(path) == text)
            return;
        try
        {
            ReplaceFile(path, text);
        }
        catch (IOException e) when (exists)
        {
            // Only what was made over the wire is read back: a full disk is no reason not to read the items.
            _report($"{path}: could not be brought up to date: {e.Message}");
        }
    }

    // On the disk before it takes the old one's place: after a power cut one of the two is there whole.
    private void ReplaceFile(string path, string text)
    {
        var draft = path + ".new";
        try
        {
            using (var file = _openFile(draft))
            {
                file.Truncate(0);
                file.Write(0, Encoding.UTF8.GetBytes(text));
                file.Sync();
            }

            File.Move(draft, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(draft);
            throw;
        }
    }

    private void CheckFormat()
    {
        var marker = Path.Combine(_folder, "FORMAT");
        if (!File.Exists(marker))
        {
            if (Directory.EnumerateFiles(_folder, "*.log", SearchOption.AllDirectories).Any())
                throw new DataFormatException($"The data folder '{_folder}' has logs but no FORMAT file.");
            ReplaceFile(marker, Format);
        }
        else if (File.ReadAllText(marker) != Format)
        {
            throw new DataFormatException($"The data folder '{_folder}' is of another format than '{Format.TrimEnd()}'.");
        }
    }
}
