using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LeRun.Tests.Support;

namespace LeRun.Tests.Infra;

/// <summary>What the Bicep compiler says of infra/, by the rules of infra/bicepconfig.json.</summary>
public partial class BicepTests
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

    [SkippableFact]
    public async Task All_that_keeps_data_can_be_closed_to_the_internet_and_has_a_way_in_for_the_app()
    {
        string[] keepers =
            ["Microsoft.DocumentDB/databaseAccounts", "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults"];
        using var folder = Copy();

        var resources = ResourcesOf(JsonNode.Parse(
            await RunAsync("build", "--stdout", Path.Combine(folder.Path, "main.bicep")))!).ToList();
        var network = await File.ReadAllTextAsync(Path.Combine(folder.Path, "network.bicep"));

        var kept = resources.Where(resource => keepers.Contains((string?)resource["type"])).ToList();
        Assert.Equal(4, kept.Count);
        Assert.All(kept, resource => Assert.Contains(
            "'Disabled'", (string?)resource["properties"]!["publicNetworkAccess"], StringComparison.Ordinal));
        Assert.All(
            ["cosmosName", "mediaName", "hostStorageName", "vaultName"],
            name => Assert.Contains($"resource: {name},", network, StringComparison.Ordinal));
        Assert.Contains(resources, resource =>
            (string?)resource["type"] == "Microsoft.Authorization/locks"
            && (string?)resource["properties"]!["level"] == "CanNotDelete");
    }

    [Fact]
    public void Deploying_identity_may_hand_out_the_roles_of_the_templates_and_no_other()
    {
        var roles = Directory.GetFiles(Repository.PathOf("infra"), "*.bicep").Select(File.ReadAllText)
            .Where(text => text.Contains("Microsoft.Authorization/roleAssignments", StringComparison.Ordinal))
            .SelectMany(text => Guids().Matches(text)).Select(match => match.Value)
            // A role inside Cosmos DB, which is no role of Azure's.
            .Where(role => !role.StartsWith("00000000", StringComparison.Ordinal)).Order().Distinct();

        // One list for handing out, one for taking away.
        var lists = Repository.Read("infra/deploy-role-condition.txt").Split('{')
            .Select(list => Guids().Matches(list).Select(match => match.Value).Order()).Where(list => list.Any()).ToList();

        Assert.Equal(2, lists.Count);
        Assert.All(lists, list => Assert.Equal(roles, list));
    }

    [Fact]
    public void Public_address_is_always_set_so_that_no_request_decides_it() => Assert.Matches(
        @"\n  Api__PublicUrl: ", Repository.Read("infra/app.bicep"));

    /// <summary>The resources of a compiled template and of the templates in it, those that exist already left out.</summary>
    private static IEnumerable<JsonNode> ResourcesOf(JsonNode template)
    {
        foreach (var resource in template["resources"] is JsonArray list
            ? list
            : template["resources"]!.AsObject().Select(resource => resource.Value))
        {
            if (resource!["existing"] is not null)
                continue;
            yield return resource;
            if ((resource["properties"] as JsonObject)?["template"] is { } inner)
            {
                foreach (var nested in ResourcesOf(inner))
                    yield return nested;
            }
        }
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

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Guids();
}
