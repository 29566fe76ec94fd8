using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace LeRun.Tests.Infra;

/// <summary>What is built in, by whom, and that it is what was looked at.</summary>
public class PackageTests
{
    private static readonly string[] Locked = ["LeRun.Shared", "LeRun.LocalHost", "LeRun.ApiDocs", "LeRun.Tests"];

    public static TheoryData<string> Projects => [.. Locked];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Lock_file_has_every_direct_package_in_its_central_version_and_a_hash_of_each(string project)
    {
        var central = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => (string)package.Attribute("Include")!, package => (string)package.Attribute("Version")!);
        var packages = PackagesOf(project);

        Assert.All(packages, package => Assert.Equal(88, ((string?)package.Value["contentHash"])?.Length));
        Assert.All(
            packages.Where(package => (string?)package.Value["type"] == "Direct"),
            package => Assert.Equal(central[package.Key], (string?)package.Value["resolved"]));
    }

    [Fact]
    public void Continuous_integration_restores_by_the_lock_files_and_pins_actions_to_commits()
    {
        Assert.Contains("dotnet restore --locked-mode", Repository.Read(".github/workflows/ci.yml"), StringComparison.Ordinal);
        foreach (var workflow in Directory.GetFiles(Repository.PathOf(".github/workflows")))
        {
            Assert.All(
                File.ReadLines(workflow).Where(line => line.Contains("uses:", StringComparison.Ordinal)),
                line => Assert.Matches("@[0-9a-f]{40} # v", line));
        }
    }

    [Fact]
    public void Notices_name_every_package_that_is_shipped()
    {
        var notices = Repository.Read("THIRD-PARTY-NOTICES.md");

        var missing = Locked[..2].SelectMany(PackagesOf).Select(package => package.Key).Distinct(StringComparer.Ordinal)
            // An analyzer is used to build, and not shipped.
            .Where(name => name != "Meziantou.Analyzer" && !notices.Contains($"| {name} |", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Picture_library_comes_with_its_native_part_for_linux_windows_and_macos_in_its_own_version()
    {
        var packages = PackagesOf("LeRun.LocalHost")
            .ToDictionary(package => package.Key, package => (string?)package.Value["resolved"]);

        foreach (var system in new[] { "Linux.NoDependencies", "Win32", "macOS" })
            Assert.Equal(packages["SkiaSharp"], packages[$"SkiaSharp.NativeAssets.{system}"]);
    }

    private static List<KeyValuePair<string, JsonNode>> PackagesOf(string project) =>
        [.. JsonNode.Parse(Repository.Read($"{project}/packages.lock.json"))!["dependencies"]!.AsObject()
            .SelectMany(framework => framework.Value!.AsObject())
            .Where(package => (string?)package.Value!["type"] != "Project")
            .Select(package => KeyValuePair.Create(package.Key, package.Value!))];
}
