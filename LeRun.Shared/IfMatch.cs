namespace LeRun;

/// <summary>The versions of a thing that a writer is ready to change, by entity tag (RFC 9110, If-Match).</summary>
/// <param name="Any">Any version, as long as there is one.</param>
/// <param name="Tags">Else these, each with its quotes; none of them may be there, and then nothing matches.</param>
public sealed record IfMatch(bool Any, IReadOnlyList<string> Tags)
{
    public bool Allows(string? tag) => Any || (tag is not null && Tags.Contains(tag, StringComparer.Ordinal));
}
