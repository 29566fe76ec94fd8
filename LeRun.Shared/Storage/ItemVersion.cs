using System.Globalization;

namespace LeRun.Storage;

/// <summary>Versions of stored things as writers name them: the thing's <c>_id</c>, and how often it was changed.</summary>
internal static class ItemVersion
{
    // A writer who names more versions than this is not after any of them.
    private const int MaxVersions = 10;

    /// <summary>The version as text.</summary>
    public static string Of(string id, int number) => string.Create(CultureInfo.InvariantCulture, $"{id}.{number}");

    /// <summary>A condition on the stored item <c>c</c>: it is in a version that the writer expects.</summary>
    /// <param name="expected">Null: the writer takes any.</param>
    /// <param name="idPath">Where the item holds the <c>_id</c>: <c>c.id</c>, or <c>c.uid</c> if its id is another.</param>
    public static string Condition(ExpectedVersion? expected, string idPath)
    {
        if (expected?.Versions is not { } versions)
            return "true";
        var conditions = versions.Take(MaxVersions).Select(version => Parse(version)).OfType<(string Id, int Number)>()
            .Select(version => $"({idPath} = {SqlLiteral.Of(version.Id)} AND c.version = {SqlLiteral.Of(version.Number)})");
        return string.Join(" OR ", conditions) is { Length: > 0 } any ? $"({any})" : "false";
    }

    private static (string Id, int Number)? Parse(string version) =>
        version.LastIndexOf('.') is var dot and > 0
        && int.TryParse(version.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (version[..dot], number)
            : null;
}
