using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Http;

/// <summary>
/// The one rule of entity tags (RFC 9110): <c>"{version}"</c> or <c>"{version}+{fingerprint}"</c>. The version is the thing's
/// own; the fingerprint covers what else the response shows, such as an author's nickname. A compressed response is another
/// representation and has its coding behind all that (<c>+br</c>). Readers compare the tag without the coding, writers the
/// version: nobody's edit is refused because somebody liked the post meanwhile.
/// </summary>
public static class ETags
{
    private const char Separator = '+';

    /// <summary>Returns the tag of a response, with its quotes.</summary>
    /// <param name="version">The thing's version.</param>
    /// <param name="fingerprint">Changes with what else the response shows; null: nothing else.</param>
    public static string Format(string version, string? fingerprint = null) =>
        fingerprint is null ? $"\"{version}\"" : $"\"{version}{Separator}{fingerprint}\"";

    /// <summary>Returns the versions that <c>If-Match</c> names, any of several; null if the request has none.</summary>
    public static ExpectedVersion? ExpectedVersion(HttpRequest request)
    {
        request.Declaration?.EnsureIfMatch();
        if (request.Headers.IfMatch.Count == 0)
            return null;
        // Writers compare strongly: a weak tag matches nothing, and neither does text that is not a tag.
        var tags = request.GetTypedHeaders().IfMatch;
        return tags.Any(tag => tag.Tag == EntityTagHeaderValue.Any.Tag)
            ? new ExpectedVersion(Versions: null)
            : new ExpectedVersion([.. tags.Where(tag => !tag.IsWeak).Select(tag => VersionOf(tag.Tag.Value!))]);
    }

    /// <summary>
    /// Returns whether the caller already has what <paramref name="tag"/> stands for (<c>If-None-Match</c>), in any coding.
    /// </summary>
    public static bool HasSeen(HttpRequest request, string tag) => SeenTag(request, tag) is not null;

    /// <summary>Returns the tag of what the caller already has, as it was sent to them; null if they do not have it.</summary>
    public static string? SeenTag(HttpRequest request, string tag)
    {
        foreach (var known in request.GetTypedHeaders().IfNoneMatch)
        {
            if (known.Tag == EntityTagHeaderValue.Any.Tag)
                return tag;
            if (known.Tag == tag || ContentCodings.OfResponses.Any(coding => known.Tag == WithCoding(tag, coding)))
                return known.Tag.Value;
        }

        return null;
    }

    /// <summary>Returns the tag of the same response in a coding.</summary>
    /// <param name="tag">The tag of the response as it is, with its quotes; null: it has none.</param>
    /// <param name="coding">One of <see cref="ContentCodings.OfResponses"/>.</param>
    public static string? WithCoding(string? tag, string coding) =>
        string.IsNullOrEmpty(tag) ? null : $"{tag[..^1]}{Separator}{coding}\"";

    private static string VersionOf(string tag)
    {
        var text = tag.Trim('"');
        var end = text.IndexOf(Separator, StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
