using System.Globalization;
using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Runs.Progress;

/// <summary>
/// A runner's personal bests: one item a runner, changed in the same batch as the record that changes them. Never changed once
/// made; a change makes another one.
/// </summary>
public sealed record PersonalBests : CosmosItem
{
    /// <summary>The item's id in the runner's partition.</summary>
    public const string ItemId = "bests";

    /// <summary>How many efforts over a distance are kept.</summary>
    public const int Kept = 3;

    /// <summary>The runner's account id: the partition.</summary>
    [JsonPropertyName("userId")]
    public required string AccountId { get; init; }

    /// <summary>The fastest efforts by distance, the fastest first. The distance is in metres, as text.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<BestEffort>> Efforts { get; init; } =
        new Dictionary<string, IReadOnlyList<BestEffort>>(StringComparer.Ordinal);

    /// <summary>The run with the most metres; null: there is none.</summary>
    public BestRun? Longest { get; init; }

    /// <summary>The run with the most seconds; null: there is none.</summary>
    public BestRun? LongestTime { get; init; }

    /// <summary>Whether a record that held a best is gone: then they must be counted again.</summary>
    public bool IsStale { get; init; }

    /// <summary>The bests of a runner without runs.</summary>
    public static PersonalBests None(string accountId) => new() { Id = ItemId, Type = ItemId, AccountId = accountId };

    /// <summary>The bests with one run more, and those that it beats. A run that is in them already counts once.</summary>
    public (PersonalBests After, IReadOnlyList<BeatenBest> Beaten) With(CountedRun run)
    {
        var efforts = new Dictionary<string, IReadOnlyList<BestEffort>>(Efforts, StringComparer.Ordinal);
        var beaten = new List<BeatenBest>();
        foreach (var effort in run.Efforts)
        {
            var key = KeyOf(effort.Meters);
            IReadOnlyList<BestEffort> before = efforts.TryGetValue(key, out var known)
                ? [.. known.Where(best => best.RecordId != run.RecordId)]
                : [];
            if (before.Count > 0 && effort.Seconds < before[0].Seconds)
                beaten.Add(new BeatenBest(effort.Meters, effort.Seconds, before[0].Seconds));
            efforts[key] =
            [
                .. before.Append(new BestEffort(run.RecordId, effort.Seconds, run.Date, run.Start))
                    .OrderBy(best => best.Seconds).ThenBy(best => best.Start).Take(Kept),
            ];
        }

        var best = new BestRun(run.RecordId, run.Meters, run.Seconds, run.Date, run.Start);
        var after = this with
        {
            Efforts = efforts,
            Longest = Longest is null || run.Meters > Longest.Meters ? best : Longest,
            LongestTime = LongestTime is null || run.Seconds > LongestTime.Seconds ? best : LongestTime,
        };
        return (after, beaten);
    }

    /// <summary>The bests without a record. If it held one, they are stale: which run is next is not known.</summary>
    public PersonalBests Without(string recordId)
    {
        var holdsBest = Longest?.RecordId == recordId || LongestTime?.RecordId == recordId
            || Efforts.Values.Any(bests => bests.Any(best => best.RecordId == recordId));
        return holdsBest
            ? this with
            {
                Efforts = Efforts.ToDictionary(
                    pair => pair.Key,
                    IReadOnlyList<BestEffort> (pair) => [.. pair.Value.Where(best => best.RecordId != recordId)],
                    StringComparer.Ordinal),
                Longest = Longest?.RecordId == recordId ? null : Longest,
                LongestTime = LongestTime?.RecordId == recordId ? null : LongestTime,
                IsStale = true,
            }
            : this;
    }

    private static string KeyOf(double meters) => meters.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One of a runner's fastest efforts over a distance.</summary>
/// <param name="RecordId">The record of its run.</param>
/// <param name="Seconds">The time.</param>
/// <param name="Date">The local date of its run.</param>
/// <param name="Start">When its run began.</param>
public sealed record BestEffort(string RecordId, double Seconds, DateOnly Date, DateTimeOffset Start);

/// <summary>A run that is the longest in some way.</summary>
/// <param name="RecordId">Its record.</param>
/// <param name="Meters">Its distance.</param>
/// <param name="Seconds">Its duration.</param>
/// <param name="Date">Its local date.</param>
/// <param name="Start">When it began.</param>
public sealed record BestRun(string RecordId, double Meters, double Seconds, DateOnly Date, DateTimeOffset Start);

/// <summary>A personal best that a run beats.</summary>
/// <param name="Meters">The distance.</param>
/// <param name="Seconds">The new time.</param>
/// <param name="Previous">The time that it beats.</param>
public sealed record BeatenBest(double Meters, double Seconds, double Previous);
