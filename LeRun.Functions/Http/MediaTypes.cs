namespace LeRun.Functions.Http;

/// <summary>Media types that functions declare.</summary>
public static class MediaTypes
{
    /// <summary>The type of nearly every body.</summary>
    public const string Json = "application/json";
}
