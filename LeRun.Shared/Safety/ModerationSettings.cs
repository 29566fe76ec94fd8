namespace LeRun.Safety;

/// <summary>Settings <c>Moderation__…</c>.</summary>
public sealed class ModerationSettings : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Moderation";

    /// <summary>One of <see cref="ModerationMode"/>.</summary>
    public string Mode { get; set; } = ModerationMode.Post;

    /// <summary>The name of the blob that holds the word list, in the container of pictures.</summary>
    public string Words { get; set; } = "moderation-words.txt";

    /// <summary>How many reporters hide a thing by themselves until a moderator decides; 0: none do.</summary>
    public int HideAfterReports { get; set; } = 3;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (Mode is not (ModerationMode.Off or ModerationMode.Post or ModerationMode.Pre or ModerationMode.Closed))
            yield return "Moderation__Mode must be off, post, pre or closed.";
        if (string.IsNullOrWhiteSpace(Words))
            yield return "Moderation__Words must be the name of a blob.";
        if (HideAfterReports < 0)
            yield return "Moderation__HideAfterReports must not be negative; 0 leaves it to moderators.";
    }
}

/// <summary>What is looked at before others see it.</summary>
public static class ModerationMode
{
    /// <summary>Nothing.</summary>
    public const string Off = "off";

    /// <summary>Texts with filtered words are held.</summary>
    public const string Post = "post";

    /// <summary>Every text is held until a moderator lets others see it.</summary>
    public const string Pre = "pre";

    /// <summary>Nobody writes in the forum.</summary>
    public const string Closed = "closed";
}
