using System.Reflection;
using LeRun.Tests.Support;

namespace LeRun.Tests.Infra;

/// <summary>What the Bicep compiler says of infra/, by the rules of infra/bicepconfig.json.</summary>
public class BicepTests
{
    /// <summary>The compiler of the NuGet package, which exists for this machine or not.</summary>
    private static readonly string? _compiler = typeof(BicepTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(metadata => metadata.Key == "Bicep")?.Value;

    /// <summary>The parameters' file brings main.bicep and its modules with it: all are compiled and linted.</summary>
    [SkippableFact]
    public async Task Infrastructure_compiles_without_a_warning()
    {
        using var folder = Copy();

        Assert.Empty(await RunAsync("build-params", Path.Combine(folder.Path, "main.bicepparam")));
    }

    [SkippableFact]
    public async Task Linter_rules_are_errors_in_modules_too()
    {
        using var folder = Copy();
        await File.AppendAllTextAsync(Path.Combine(folder.Path, "app.bicep"), "var unused = 1\n");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RunAsync("build-params", Path.Combine(folder.Path, "main.bicepparam")));

        Assert.Contains("Error no-unused-vars", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Copies infra/ to where the compiler may write its output.</summary>
    private static TemporaryFolder Copy()
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Path);
        foreach (var file in Directory.GetFiles(Repository.PathOf("infra")))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        return folder;
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        Skip.If(_compiler is null, "The Bicep compiler is referenced on Linux for x64 only.");
        await using var process = ChildProcess.Start(_compiler, arguments);
        return await process.WaitForExitAsync();
    }
}
