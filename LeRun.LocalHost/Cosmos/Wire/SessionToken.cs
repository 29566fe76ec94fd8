using System.Globalization;

namespace LeRun.LocalHost.Cosmos.Wire;

/// <summary>
/// The token by which a client proves what its session has seen: <c>0:-1#N</c>, the one partition range and the last
/// write of its container.
/// </summary>
internal static class SessionToken
{
    private const string Range = "0:";

    public static string Format(long lsn) => string.Create(CultureInfo.InvariantCulture, $"{Range}-1#{lsn}");

    /// <summary>The last write that the session has seen; 0 without a token.</summary>
    /// <exception cref="CosmosRefusal">400: not a session token.</exception>
    public static long Parse(string? token)
    {
        var seen = 0L;
        foreach (var part in token?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            // Version, last write, and what each region has of it, which one region does not need.
            if (part.Split('#') is not [var start, var lsn, ..]
                || !long.TryParse(lsn, CultureInfo.InvariantCulture, out var number))
            {
                throw CosmosRefusal.BadRequest($"The session token provided '{token}' is invalid.");
            }

            if (start.StartsWith(Range, StringComparison.Ordinal))
                seen = Math.Max(seen, number);
        }

        return seen;
    }
}
