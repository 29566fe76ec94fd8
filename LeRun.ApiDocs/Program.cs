using LeRun.ApiDocs;

// Writes what documents the API, from its code, into the working copy around the current folder.
foreach (var (path, text) in Documentation.Files())
{
    File.WriteAllText(Path.Combine(WorkingCopy.Root(Environment.CurrentDirectory), path), text);
    Console.WriteLine(path);
}
