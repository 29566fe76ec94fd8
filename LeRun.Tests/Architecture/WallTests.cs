using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using LeRun.Functions;

namespace LeRun.Tests.Architecture;

/// <summary>The walls of ARCHITECTURE.md: who may know whom. A failure lists each dependency that goes through a wall.</summary>
public class WallTests
{
    private static readonly IReadOnlyList<Dependency> Dependencies = Load();

    [Fact]
    public void Cosmos_is_known_to_storage_and_to_stores_alone() => AssertNone(
        dependency => dependency.To.StartsWith("Microsoft.Azure.Cosmos", StringComparison.Ordinal)
            && dependency.FromNamespace != "LeRun.Storage"
            && !dependency.FromClass.EndsWith("Store", StringComparison.Ordinal));

    [Fact]
    public void Blobs_are_known_to_storage_and_to_stores_alone() => AssertNone(
        dependency => dependency.To.StartsWith("Azure.", StringComparison.Ordinal)
            && dependency.FromNamespace != "LeRun.Storage"
            && !dependency.FromClass.EndsWith("Store", StringComparison.Ordinal));

    [Fact]
    public void Shared_knows_nothing_of_http_or_the_functions_worker() => AssertNone(
        dependency => dependency.IsShared
            && (dependency.To.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
                || dependency.To.StartsWith("Microsoft.Net.Http.Headers", StringComparison.Ordinal)
                || dependency.To.StartsWith("Microsoft.Azure.Functions", StringComparison.Ordinal)
                || dependency.To.StartsWith("LeRun.Functions", StringComparison.Ordinal))
            // The password hasher is ASP.NET Identity's, and has no HTTP in it.
            && !dependency.To.StartsWith("Microsoft.AspNetCore.Identity.", StringComparison.Ordinal));

    [Fact]
    public void Functions_know_nothing_of_local_host() => AssertNone(
        dependency => dependency.FromNamespace.StartsWith("LeRun.Functions", StringComparison.Ordinal)
            && dependency.To.StartsWith("LeRun.LocalHost", StringComparison.Ordinal));

    [Theory]
    [InlineData("LeRun.Storage")]
    [InlineData("LeRun.Functions.Http")]
    public void Ground_floors_know_no_feature(string groundFloor)
    {
        string[] below = ["LeRun", "LeRun.Localization", "LeRun.Identity", "LeRun.Storage", "LeRun.Functions.Http"];
        AssertNone(dependency => dependency.FromNamespace == groundFloor
            && dependency.To.StartsWith("LeRun.", StringComparison.Ordinal)
            && !below.Contains(dependency.ToNamespace, StringComparer.Ordinal));
    }

    [Fact]
    public void Folders_have_no_cycle()
    {
        var edges = Dependencies
            .Where(dependency => dependency.ToNamespace.StartsWith("LeRun", StringComparison.Ordinal)
                && dependency.FromNamespace != dependency.ToNamespace)
            .ToLookup(dependency => dependency.FromNamespace, StringComparer.Ordinal);
        var cycles =
            from start in edges
            from next in start.Select(dependency => dependency.ToNamespace).Distinct(StringComparer.Ordinal)
            where Reaches(next, start.Key, edges)
            select $"{start.Key} -> {next}: {start.First(dependency => dependency.ToNamespace == next).Text}";

        Assert.True(
            !cycles.Any(), "These dependencies lie on cycles:\n" + string.Join('\n', cycles.Order(StringComparer.Ordinal)));
    }

    private static bool Reaches(string from, string to, ILookup<string, Dependency> edges)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var current))
        {
            if (current == to)
                return true;
            if (seen.Add(current))
            {
                foreach (var edge in edges[current])
                    open.Push(edge.ToNamespace);
            }
        }

        return false;
    }

    private static void AssertNone(Func<Dependency, bool> isForbidden)
    {
        var through = Dependencies.Where(isForbidden)
            .Select(dependency => dependency.Text).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(through.Count == 0, "Through the wall:\n" + string.Join('\n', through.Order(StringComparer.Ordinal)));
    }

    // The deployable's sources are compiled into LocalHost's assembly; LocalHost's own types are no part of the product.
    private static List<Dependency> Load()
    {
        var architecture = new ArchLoader().LoadAssemblies(typeof(Result<>).Assembly, typeof(LeRunApp).Assembly).Build();
        return
        [
            .. architecture.Types
                .Where(type => type.FullName.StartsWith("LeRun", StringComparison.Ordinal)
                    && !type.FullName.StartsWith("LeRun.LocalHost", StringComparison.Ordinal)
                    && type.Namespace is not null)
                .SelectMany(type => type.Dependencies
                    // A type parameter lives in no namespace, whatever it is said to.
                    .Where(dependency => dependency.Target is { Namespace: not null } and not GenericParameter)
                    .Select(dependency => Dependency.Of(type, dependency.Target))),
        ];
    }

    private sealed record Dependency(string FromNamespace, string FromClass, string To, string ToNamespace, bool IsShared)
    {
        public string Text => $"{FromNamespace}.{FromClass} -> {To}";

        public static Dependency Of(IType from, IType to) => new(
            from.Namespace.FullName,
            // A nested or generated type belongs to the class around it.
            from.FullName[(from.Namespace.FullName.Length + 1)..].Split('+', '/', '`')[0],
            to.FullName,
            to.Namespace.FullName,
            from.Assembly.Name.StartsWith("LeRun.Shared", StringComparison.Ordinal));
    }
}
