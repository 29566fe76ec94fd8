using System.Diagnostics;
using System.Text.RegularExpressions;
using LeRun.LocalHost;
using LeRun.Tests.Infra;

namespace LeRun.Tests.Docs;

/// <summary>
/// The commands of the documents, pasted into the shells that people have: an interactive bash, and the zsh of every Mac, which
/// knows no comments where it is interactive, and waits for the end of a text that an apostrophe in one begins.
/// </summary>
public partial class ShellBlocksTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static TheoryData<string, string[], string> Pastes => new()
    {
        { "README.md", ["invalid"], "bash" },
        { "README.md", ["invalid"], "zsh" },
        { "README.zh-CN.md", ["invalid"], "zsh" },
        { "docs/rooms.md", [], "bash" },
        { "docs/rooms.md", [], "zsh" },
    };

    [SkippableTheory]
    [MemberData(nameof(Pastes))]
    public async Task Commands_work_when_they_are_pasted(string document, string[] problems, string shell)
    {
        Skip.IfNot(Has("curl") && Has(shell), $"curl or {shell} is not installed.");
        await using var app = LocalApp.Create(new LocalAppOptions());
        await app.StartAsync();
        var blocks = Block().Matches(Repository.Read(document)).Select(block => block.Groups["commands"].Value);
        var commands = string.Join('\n', blocks).Replace("localhost:7071", app.Address.Authority, StringComparison.Ordinal);

        var (output, errors) = await PasteAsync(shell, commands + "\necho all of it is done\n");

        Assert.Contains("all of it is done", output, StringComparison.Ordinal);
        Assert.DoesNotContain("not found", errors, StringComparison.Ordinal);
        Assert.Equal(problems, Code().Matches(output).Select(code => code.Groups["code"].Value));
    }

    [Fact]
    public void Every_document_with_commands_for_a_shell_is_pasted()
    {
        var documents = Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md")
            .Append(Repository.PathOf("README.md")).Append(Repository.PathOf("README.zh-CN.md"))
            .Where(path => Block().IsMatch(File.ReadAllText(path)))
            .Select(path => Path.GetRelativePath(Repository.PathOf("."), path).Replace('\\', '/'));

        Assert.Equal(documents.Order(), Pastes.Select(paste => (string)paste[0]).Distinct().Order());
    }

    // Without the user's own settings. A shell that reads from a pipe is told to be interactive; setsid keeps it off the
    // terminal that the tests were started from.
    private static async Task<(string Output, string Errors)> PasteAsync(string shell, string commands)
    {
        string[] line = shell == "zsh" ? ["zsh", "-f", "-i"] : ["bash", "--norc", "--noprofile", "-i"];
        var start = new ProcessStartInfo("setsid", ["--wait", .. line])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.StandardInput.WriteAsync(commands.AsMemory(), patience.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            return (await output, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static bool Has(string program) => OperatingSystem.IsLinux() && (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex("^```bash\n(?<commands>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("\"code\":\"(?<code>\\w+)\"")]
    private static partial Regex Code();
}
