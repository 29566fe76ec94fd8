using LeRun.Localization;

namespace LeRun.Rooms;

/// <summary>What a host sets of a room; null leaves it as it is.</summary>
/// <param name="Password">The new password; none takes the old one away.</param>
/// <param name="TargetMeters">0 takes the target away.</param>
public sealed record RoomInput(string? Name, RoomPassword? Password, int? Capacity, double? TargetMeters, string? Status)
{
    /// <summary>The fields that are given, by their names in a request.</summary>
    public IReadOnlyList<string> Given { get; } =
    [
        .. new (string Field, bool Given)[]
        {
            ("name", Name is not null), ("password", Password is not null),
            ("capacity", Capacity is not null), ("targetMeters", TargetMeters is not null), ("status", Status is not null),
        }.Where(field => field.Given).Select(field => field.Field),
    ];
}

/// <summary>The rules of rooms.</summary>
public static class RoomRules
{
    public const int LongestName = 50;
    public const int LeastCapacity = 2;
    public const int MostCapacity = 50;
    public const int DefaultCapacity = 10;
    public const double FurthestTarget = 1_000_000;

    private const int LeastNumber = 100_000;
    private const int MostNumbers = 1_000_000;

    /// <summary>The id of a room's item, by its number; null for what is no room's number.</summary>
    public static string? IdOf(long number) =>
        number is >= LeastNumber and < MostNumbers ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>Any number that a room can have.</summary>
    public static string RandomId() => IdOf(System.Security.Cryptography.RandomNumberGenerator.GetInt32(LeastNumber, MostNumbers))!;

    /// <summary>Notes everything that is wrong with <paramref name="input"/>.</summary>
    public static void Check(Validation validation, RoomInput input)
    {
        validation.Require(input.Name is null || TextRules.IsSingleLine(input.Name.Trim(), 1, LongestName), "name", Messages.RoomNameRule(LongestName));
        validation.Require(
            input.Capacity is null or (>= LeastCapacity and <= MostCapacity), "capacity", Messages.CapacityRule(LeastCapacity, MostCapacity));
        validation.Require(input.TargetMeters is null or (>= 0 and <= FurthestTarget), "targetMeters", Messages.TargetRule);
        validation.Require(
            input.Status is null or RoomStatus.Waiting or RoomStatus.Running or RoomStatus.Finished, "status", Messages.RoomStatusRule);
    }
}
