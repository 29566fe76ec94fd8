using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Safety;

/// <summary>Whom an account blocks: one item in the account's partition of container <c>social</c>.</summary>
public sealed record BlockList : CosmosItem
{
    /// <summary>The type of the stored item, and its id.</summary>
    public const string ItemType = "blocks";

    /// <summary>The most accounts that one account blocks.</summary>
    public const int MaxBlocks = 1_000;

    /// <summary>The partition: the account that blocks.</summary>
    public required string UserId { get; init; }

    /// <summary>The account ids of <see cref="Blocks"/>, in their order. Indexed, for those who are blocked.</summary>
    public IReadOnlyList<string> Blocked { get; init => field = value ?? []; } = [];

    /// <summary>Whom it blocks, the earliest first.</summary>
    public IReadOnlyList<Block> Blocks { get; init => field = value ?? []; } = [];

    /// <summary>A list with one block.</summary>
    public static BlockList Of(string userId, Block block) => new()
    {
        Id = ItemType,
        Type = ItemType,
        UserId = userId,
        Blocked = [block.AccountId],
        Blocks = [block],
    };
}

/// <summary>A blocked account.</summary>
/// <param name="Id">Sorts by the time of the block.</param>
/// <param name="AccountId">The account's id.</param>
/// <param name="NormalizedUsername">Its normalized username, by which it is looked up.</param>
public sealed record Block(
    string Id,
    [property: JsonPropertyName("uid")] string AccountId,
    [property: JsonPropertyName("key")] string NormalizedUsername);
