namespace LeRun.LocalHost.Cosmos;

/// <summary>
/// Request units by the service's published figures: a table of reads and writes by size, linear between its points, and
/// the charge of a scan. Good for budgets and comparisons, not for bills.
/// </summary>
internal static class RequestCharge
{
    private const double QueryBase = 2.82;
    private const double PerScannedMegabyte = 10;

    private static readonly (double Kilobytes, double Read, double Write)[] _published =
    [
        (1, 1.00, 4.95),
        (4, 1.14, 6.67),
        (16, 1.67, 9.52),
        (32, 2.19, 11.23),
        (64, 4.76, 22.67),
        (128, 9.95, 48.19),
        (512, 40.95, 184.57),
        (1024, 145.9, 625),
        (2048, 291.8, 1250),
    ];

    public static double Read(int bytes) => Round(At(bytes, point => point.Read));

    /// <summary>A creation, or a deletion.</summary>
    public static double Write(int bytes) => Round(At(bytes, point => point.Write));

    /// <summary>A change takes the old version out of the index and puts the new one in.</summary>
    public static double Change(int bytes) => Round(2 * At(bytes, point => point.Write));

    /// <param name="scannedBytes">The size of the items that the index could not rule out.</param>
    /// <param name="rows">How many rows are returned.</param>
    /// <param name="rowBytes">Their size together.</param>
    public static double Query(long scannedBytes, int rows, long rowBytes) =>
        Round(QueryBase + (scannedBytes / 1e6 * PerScannedMegabyte) + (0.03 * rows) + (rowBytes / 1024.0 * 0.06));

    private static double At(int bytes, Func<(double Kilobytes, double Read, double Write), double> charge)
    {
        var kilobytes = Math.Clamp(bytes / 1024.0, _published[0].Kilobytes, _published[^1].Kilobytes);
        var next = Math.Max(1, Array.FindIndex(_published, point => point.Kilobytes >= kilobytes));
        var (low, high) = (_published[next - 1], _published[next]);
        var share = (kilobytes - low.Kilobytes) / (high.Kilobytes - low.Kilobytes);
        return charge(low) + (share * (charge(high) - charge(low)));
    }

    private static double Round(double charge) => Math.Round(charge, 2);
}
