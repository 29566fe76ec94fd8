using Microsoft.Azure.Cosmos;

namespace LeRun.Storage;

/// <summary>
/// Every Cosmos container that LeRun uses. Indexing lists only the paths that queries filter or sort by:
/// an unlisted path (markers, post content) costs no request units at a write.
/// </summary>
public static class Containers
{
    /// <summary>An account an item; the id is the username's key, so registration's uniqueness is one create.</summary>
    public const string Users = "users";

    /// <summary>A runner's live data and records, one partition a runner.</summary>
    public const string Runs = "runs";

    /// <summary>A run room an item, members inside.</summary>
    public const string Rooms = "rooms";

    /// <summary>A post with its comments and likes, one partition a post.</summary>
    public const string Forum = "forum";

    /// <summary>The definitions, for whatever creates the containers: LocalHost, an emulator, or infra/ (compared by a test).</summary>
    public static IReadOnlyList<ContainerProperties> All { get; } =
    [
        Define(Users, "/id", ["/type/?", "/uid/?", "/revokedAt/?", "/removal/resumeAt/?"]),
        Define(Runs, "/username", ["/type/?", "/start/?", "/idempotencyKey/?"]),
        Define(Rooms, "/id", ["/type/?", "/uid/?", "/status/?", "/activeAt/?", "/memberKeys/[]/?"]),
        Define(Forum, "/postId", ["/type/?", "/authorUid/?", "/feedKey/?", "/threadKey/?", "/target/?", "/deletedAt/?"]),
    ];

    private static ContainerProperties Define(string id, string partitionKey, string[] indexed)
    {
        var indexing = new IndexingPolicy();
        foreach (var path in indexed)
            indexing.IncludedPaths.Add(new IncludedPath { Path = path });
        indexing.ExcludedPaths.Add(new ExcludedPath { Path = "/*" });

        return new ContainerProperties(id, partitionKey)
        {
            PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V2,
            // On, but nothing expires unless an item says so.
            DefaultTimeToLive = -1,
            IndexingPolicy = indexing,
        };
    }
}
