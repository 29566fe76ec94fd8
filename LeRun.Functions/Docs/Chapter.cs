namespace LeRun.Functions.Docs;

/// <summary>The chapters of the API's documentation, in its order.</summary>
public enum Chapter
{
    Users,
    Settings,
    Runs,
    Rooms,
    Forum,
    Administration,
    Documentation,
}

/// <summary>The chapter that describes the functions of a class.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ChapterAttribute(Chapter chapter) : Attribute
{
    public Chapter Chapter { get; } = chapter;

    /// <summary>Where the class stands in a chapter of several.</summary>
    public int Part { get; init; }
}
