namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>Which items of a container have expired at one moment.</summary>
/// <param name="Now">Unix seconds.</param>
/// <param name="DefaultTimeToLive">The container's default in seconds; null switches all expiry off.</param>
internal sealed record ExpiryRule(long Now, int? DefaultTimeToLive)
{
    public bool HasExpired(StoredItem item)
    {
        if (DefaultTimeToLive is null)
            return false;
        var seconds = item.TimeToLive ?? DefaultTimeToLive.Value;
        return seconds >= 0 && Now >= item.Timestamp + seconds;
    }
}
