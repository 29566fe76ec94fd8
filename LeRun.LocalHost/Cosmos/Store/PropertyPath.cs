namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>Paths such as <c>/start/?</c>, <c>/members/[]/name/?</c> or <c>/"odd name"/*</c>.</summary>
internal static class PropertyPath
{
    public static string[] Segments(string path) =>
        [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(segment => segment.Trim('"'))];
}
