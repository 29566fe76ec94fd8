using System.Text.Json.Serialization;
using LeRun.Runs.Analysis;
using LeRun.Runs.Privacy;
using LeRun.Runs.Progress;
using LeRun.Runs.Tracks;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Runs;

/// <summary>A finished run.</summary>
public sealed record RunRecord : CosmosItem
{
    /// <summary>What tells records from the other items of a runner.</summary>
    public const string ItemType = "record";

    /// <summary>The runner's account id: the partition.</summary>
    [JsonPropertyName("userId")]
    public required string AccountId { get; init; }

    /// <summary>The runner's username as registered.</summary>
    [JsonPropertyName("owner")]
    public required string Username { get; init; }

    /// <summary>What the runner calls it; null: nothing.</summary>
    public string? Name { get; init; }

    /// <summary>Distance.</summary>
    public double Meters { get; init; }

    /// <summary>Duration.</summary>
    public double Seconds { get; init; }

    /// <summary>When the run began. A runner has one record of a start.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>As <see cref="RunState.SentStart"/>.</summary>
    public DateTimeOffset? SentStart { get; init; }

    /// <summary>As <see cref="RunState.Starts"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<DateTimeOffset> Starts => SentStart is { } sent ? [Start, sent] : [Start];

    /// <summary>When the run ended.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>Where the run ended; null: it was not said.</summary>
    public double? Latitude { get; init; }

    /// <summary>As <see cref="Latitude"/>.</summary>
    public double? Longitude { get; init; }

    /// <summary>As <see cref="RunState.CoordinateSystem"/>.</summary>
    public string? CoordinateSystem { get; init; }

    /// <summary>As <see cref="RunState.TimeZone"/>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The markers; null in a list that was asked for without them.</summary>
    public PackedTrack? Track { get; init; }

    /// <summary>How many markers there are.</summary>
    public int MarkerCount { get; init; }

    /// <summary>How many markers were uploaded of a run that was thinned; null: as many as there are.</summary>
    public int? Next { get; init; }

    /// <summary>As <see cref="RunState.OffsetMinutes"/>.</summary>
    public int? OffsetMinutes { get; init; }

    /// <summary>The date where it was run, frozen; null in records that are not counted yet.</summary>
    public DateOnly? LocalDate { get; init; }

    /// <summary>The seconds without pauses; null in records that are not counted yet.</summary>
    public double? MovingSeconds { get; init; }

    /// <summary>The fastest stretches.</summary>
    public IReadOnlyList<Effort> Efforts { get; init => field = value ?? []; } = [];

    /// <summary>The personal bests that it beat when it was stored.</summary>
    public IReadOnlyList<BeatenBest> Beaten { get; init => field = value ?? []; } = [];

    /// <summary>What the runner notes about it; null: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>One of <see cref="RunKind"/>.</summary>
    public string Kind { get; init => field = value ?? RunKind.Run; } = RunKind.Run;

    /// <summary>One of <see cref="RunVisibility"/>.</summary>
    public string Visibility { get; init => field = value ?? RunVisibility.Private; } = RunVisibility.Private;

    /// <summary>What moderators decided about it; null: nothing.</summary>
    public ModerationMark? Moderation { get; init; }

    /// <summary>What the live run's uploads told; empty for a run that was uploaded when it was finished.</summary>
    public IReadOnlyList<RunSample> Samples { get; init => field = value ?? []; } = [];

    /// <summary>
    /// One of <see cref="RunSource"/>, or of <see cref="Files.RunSources"/> for a file; null in records of the first release.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>
    /// Whether the server made it of a live run that was never finished. The runner's own upload of the run takes its place.
    /// </summary>
    public bool EndedByServer { get; init; }

    /// <summary>The hash of the <c>Idempotency-Key</c> it came with; null: it came without.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed; null: never.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>How often it was changed.</summary>
    public int Version { get; init; }

    /// <summary>The version that writers name.</summary>
    [JsonIgnore]
    public string VersionId => ItemVersion.Of(Id, Version);

    /// <summary>Seconds per kilometre; null for less than a metre.</summary>
    [JsonIgnore]
    public double? Pace =>
        Meters >= 1 && Seconds / (Meters / 1000) is var pace && double.IsFinite(pace) ? pace : null;

    /// <summary>The run as it stood when it became the record.</summary>
    public RunState ToRunState() => new(Meters, Seconds, Latitude, Longitude, Running: false, Start)
    {
        SentStart = SentStart,
        OffsetMinutes = OffsetMinutes,
        CoordinateSystem = CoordinateSystem,
        TimeZone = TimeZone,
    };

    /// <summary>The run as statistics count it; null if it is not counted yet.</summary>
    public CountedRun? ToCounted() =>
        LocalDate is { } date ? new CountedRun(Id, date, Start, Meters, Seconds, Efforts) : null;

    /// <summary>The same record with what a later upload of the same run tells.</summary>
    public RunRecord ReplacedBy(RunRecord later) => later with
    {
        Id = Id,
        ETag = ETag,
        IdempotencyKey = IdempotencyKey,
        Name = later.Name ?? Name,
        Note = Note,
        Kind = Kind,
        Visibility = Visibility,
        Moderation = Moderation,
        CreatedAt = CreatedAt,
        UpdatedAt = later.CreatedAt,
        Version = Version + 1,
    };
}

/// <summary>What kind of run it is.</summary>
public static class RunKind
{
    /// <summary>A run.</summary>
    public const string Run = "run";

    /// <summary>A walk.</summary>
    public const string Walk = "walk";

    /// <summary>A run on a treadmill.</summary>
    public const string Treadmill = "treadmill";
}

/// <summary>How a record came about.</summary>
public static class RunSource
{
    /// <summary>The live run was finished.</summary>
    public const string Live = "live";

    /// <summary>The run was uploaded when it was over.</summary>
    public const string Upload = "upload";
}

/// <summary>
/// Stands beside a record in its partition; its id is what must not come twice (the start, the idempotency key). Record and
/// guards are stored in one batch, so that a retry makes no second record.
/// </summary>
public sealed record RecordGuard : CosmosItem
{
    /// <summary>What tells guards from the other items of a runner.</summary>
    public const string ItemType = "guard";

    /// <summary>The runner's account id: the partition.</summary>
    [JsonPropertyName("userId")]
    public required string AccountId { get; init; }

    /// <summary>When its record was stored.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What must not come twice with a record.</summary>
    public static IEnumerable<RecordGuard> Of(RunRecord record)
    {
        List<string> ids = [.. record.Starts.Select(ForStart).Distinct()];
        if (record.IdempotencyKey is { } key)
            ids.Add($"key-{key}");
        return ids.Select(id => new RecordGuard
        {
            Id = id,
            Type = ItemType,
            AccountId = record.AccountId,
            CreatedAt = record.CreatedAt,
        });

        static string ForStart(DateTimeOffset start) => $"start-{start.ToUnixTimeMilliseconds()}";
    }
}
