namespace LeRun.Users;

/// <summary>What is to happen with a text that somebody wants others to see.</summary>
public enum TextVerdict
{
    /// <summary>It is seen at once.</summary>
    Passes,

    /// <summary>Its author alone sees it until a moderator lets others see it.</summary>
    Held,
}

/// <summary>What those who take texts must know of the word list and of reviews.</summary>
public interface ITextFilter
{
    /// <summary>Whether nobody may write in the forum at present.</summary>
    bool IsForumClosed { get; }

    /// <summary>Looks at texts for the forum. No Cosmos request; now and then 1 Blob request.</summary>
    Task<TextVerdict> ReviewAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);

    /// <summary>
    /// Whether somebody may be called so: names cannot be held. No Cosmos request; now and then 1 Blob request.
    /// </summary>
    Task<bool> AllowsNameAsync(string name, CancellationToken cancellationToken);
}
