namespace LeRun.LocalHost.Cosmos;

/// <summary>
/// Request units by the service's published points: a point read of 1 KB costs 1 and of 100 KB 10, a write of
/// 1 KB about 5.5 and of 100 KB about 50, a query at least 2.5. Good for budgets and comparisons, not for bills.
/// </summary>
internal static class RequestCharge
{
    public const double QueryBase = 2.5;

    public static double Read(int bytes) => Round(1 + (KilobytesOverOne(bytes) * 9 / 99));

    /// <param name="bytes">The item's size.</param>
    /// <param name="indexedPaths">How many paths the container's policy indexes.</param>
    public static double Insert(int bytes, int indexedPaths) => Round(5 + (KilobytesOverOne(bytes) * 45 / 99) + (0.2 * indexedPaths));

    /// <summary>A change pays for the old index terms too.</summary>
    public static double Change(int bytes, int indexedPaths) => Round(2 * Insert(bytes, indexedPaths));

    /// <param name="rows">Items that the index could not rule out and that were loaded.</param>
    /// <param name="bytes">Their size together.</param>
    public static double Query(int rows, long bytes) => Round(QueryBase + (0.03 * rows) + (bytes / 1024.0 * 0.06));

    private static double KilobytesOverOne(int bytes) => Math.Max(0, Math.Ceiling(bytes / 1024.0) - 1);

    private static double Round(double charge) => Math.Round(charge, 2);
}
