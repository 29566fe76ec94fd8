namespace LeRun.LocalHost.Cosmos.Queries;

/// <param name="Documents">The page's rows as a JSON array's inside, comma-separated.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Next">Null on the last page.</param>
/// <param name="Charge">Request units.</param>
internal sealed record QueryPage(ReadOnlyMemory<byte> Documents, int Count, Continuation? Next, double Charge)
{
    /// <summary>A page without rows, though rows may follow.</summary>
    public static QueryPage Empty(Continuation place) =>
        new(default, 0, place with { IsEmptyPage = true }, RequestCharge.Query(0, 0, 0));
}
