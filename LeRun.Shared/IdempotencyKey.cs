using LeRun.Localization;

namespace LeRun;

/// <summary>What a client sends with a request that makes something, and again with the same request.</summary>
public static class IdempotencyKey
{
    /// <summary>The header that it comes in.</summary>
    public const string Name = "Idempotency-Key";

    private const int MaxLength = 200;

    /// <summary>What is wrong with a key; null: nothing, or there is none.</summary>
    public static Invalid? Problem(string? key) =>
        key is null || (key.Length is > 0 and <= MaxLength && key.All(c => c is > ' ' and <= '~'))
            ? null
            : Invalid.Field(Name, Messages.IdempotencyKeyRule);
}
