using System.Reflection;
using LeRun.Tests.Support;

namespace LeRun.Tests.Infra;

/// <summary>What the Bicep compiler says of infra/, by the rules of infra/bicepconfig.json.</summary>
public class BicepTests
{
    /// <summary>The compiler of the NuGet package, which exists for this machine or not.</summary>
    private static readonly string? _compiler = typeof(BicepTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(metadata => metadata.Key == "Bicep")?.Value;

    [SkippableTheory]
    [InlineData("lint", "main.bicep")]
    [InlineData("build", "main.bicep")]
    [InlineData("build-params", "main.bicepparam")]
    public async Task Infrastructure_compiles_without_a_warning(string command, string file)
    {
        using var folder = Copy();

        Assert.Empty(await RunAsync(command, Path.Combine(folder.Path, file)));
    }

    [SkippableFact]
    public async Task Linter_rules_are_errors()
    {
        using var folder = Copy();
        var module = Path.Combine(folder.Path, "app.bicep");
        await File.AppendAllTextAsync(module, "param nobody string\n");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync("lint", module));

        Assert.Contains("Error no-unused-params", error.Message, StringComparison.Ordinal);
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
