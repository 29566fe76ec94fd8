using System.Text;
using System.Text.Json.Nodes;

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

    /// <summary>The definition that is saved of a container; null if there is none, or none that can be read.</summary>
    public ContainerDefinition? FindSaved(string database, string id)
    {
        var file = PathOf(database, id) + ".json";
        try
        {
            return File.Exists(file) ? ReadDefinition(file) : null;
        }
        catch (DataFormatException)
        {
            return null;
        }
    }

    /// <summary>Saves the definition, so that a container made over the wire is there again after a restart.</summary>
    /// <exception cref="DataFormatException">The items are there by another partition key: they would not be found.</exception>
    public ContainerLog Open(string database, ContainerDefinition definition)
    {
        var path = PathOf(database, definition.Id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (FindSaved(database, definition.Id) is { } saved && !saved.PartitionKeyPath.SequenceEqual(definition.PartitionKeyPath))
            throw new DataFormatException($"'{path}.json' has another partition key than this version of the program.");
        SaveDefinition(path + ".json", definition.Json.ToJsonString());
        return new ContainerLog(path + ".log", _openFile, _report);
    }

    /// <summary>
    /// Gives a container that is not open another name, under which nothing in it expires. Cut short, it is to be repeated: the
    /// old definition goes last.
    /// </summary>
    /// <exception cref="DataFormatException">There are items under the other name.</exception>
    public void Rename(string database, string id, string newId)
    {
        var (from, to) = (PathOf(database, id), PathOf(database, newId));
        if (File.Exists(from + ".log") && File.Exists(to + ".log"))
            throw new DataFormatException($"'{from}.log' was to become '{to}.log', which is there already.");
        var definition = (JsonObject)ReadDefinition(from + ".json").Json.DeepClone();
        definition["id"] = newId;
        definition.Remove("defaultTtl");
        ReplaceFile(to + ".json", definition.ToJsonString());
        if (File.Exists(from + ".log"))
            File.Move(from + ".log", to + ".log");
        File.Delete(from + ".json");
    }

    /// <summary>Deletes a container that is closed. Cut short, it leaves an empty one: the definition goes last.</summary>
    public void Delete(string database, string id)
    {
        var path = PathOf(database, id);
        File.Delete(path + ".log.new");
        File.Delete(path + ".log");
        File.Delete(path + ".json");
    }

    public void Dispose() => _lock.Dispose();

    private string PathOf(string database, string id) => Path.Combine(_folder, FileName(database), FileName(id));

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
