using LeRun.Tests.Docs;
using LeRun.Tests.Infra;
using LeRun.Tests.LocalHost;
using LeRun.Tests.LocalHost.Blobs;
using LeRun.Tests.LocalHost.Cosmos;
using LeRun.Tests.Support;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("LeRun.Tests.Support." + nameof(SlowFirst), "LeRun.Tests")]

namespace LeRun.Tests.Support;

/// <summary>Starts the longest tests first, so that the suite does not wait for them at its end.</summary>
public sealed class SlowFirst : ITestCollectionOrderer
{
    private static readonly string[] _slow =
    [
        typeof(ToolTests).FullName!,
        typeof(CrashTests).FullName!,
        typeof(DamageTests).FullName!,
        typeof(BicepTests).FullName!,
        nameof(Azurite),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(collection =>
            _slow.Any(name => collection.DisplayName.Contains(name, StringComparison.Ordinal)));
}
