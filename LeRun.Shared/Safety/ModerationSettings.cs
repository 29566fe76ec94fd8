namespace LeRun.Safety;

/// <summary>Settings <c>Moderation__…</c>.</summary>
public sealed class ModerationSettings : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Moderation";

    /// <summary>How many reporters hide a thing by themselves until a moderator decides; 0: none do.</summary>
    public int HideAfterReports { get; set; } = 3;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (HideAfterReports < 0)
            yield return "Moderation__HideAfterReports must not be negative; 0 leaves it to moderators.";
    }
}
