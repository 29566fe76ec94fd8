using LeRun.Tests.Infra;

namespace LeRun.Tests.Architecture;

/// <summary>Source files stay readable: lines of at most 130 columns, files of at most 220 lines.</summary>
public class SourceFileTests
{
    private const int MaxColumns = 130;
    private const int MaxLines = 220;

    [Fact]
    public void Source_files_are_short_and_narrow()
    {
        var problems = SourceFiles().SelectMany(Problems);

        Assert.True(!problems.Any(), string.Join('\n', problems));
    }

    [Fact]
    public void Long_line_and_long_file_are_problems()
    {
        Assert.Empty(Problems("a.cs", [new string('x', MaxColumns), .. Enumerable.Repeat("", MaxLines - 1)]));
        Assert.Equal(["a.cs:2 has 131 columns."], Problems("a.cs", ["", new string('文', MaxColumns + 1)]));
        Assert.Equal(["a.cs has 221 lines."], Problems("a.cs", [.. Enumerable.Repeat("", MaxLines + 1)]));
    }

    private static IEnumerable<string> Problems(string file) => Problems(file, File.ReadAllLines(Repository.PathOf(file)));

    private static IEnumerable<string> Problems(string file, string[] lines)
    {
        if (lines.Length > MaxLines)
            yield return $"{file} has {lines.Length} lines.";
        foreach (var (index, line) in lines.Index())
        {
            if (line.Length > MaxColumns)
                yield return $"{file}:{index + 1} has {line.Length} columns.";
        }
    }

    private static IEnumerable<string> SourceFiles()
    {
        string[] generated = ["bin", "obj", "node_modules"];
        var root = Repository.PathOf("");
        return Directory.EnumerateDirectories(root, "LeRun.*")
            .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Intersect(generated, StringComparer.Ordinal).Any());
    }
}
