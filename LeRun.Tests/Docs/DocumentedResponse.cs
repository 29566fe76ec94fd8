using LeRun.Tests.Support;

namespace LeRun.Tests.Docs;

/// <summary>Compares responses with the document.</summary>
internal static class DocumentedResponse
{
    /// <summary>
    /// Asserts that the document knows the status, the headers, the media type, and every property of the body.
    /// </summary>
    public static void Check(Operation operation, Reply reply)
    {
        var what = $"{operation.Id} {reply.Status}";
        var documented = operation.Response(reply.Status);
        Assert.True(documented is not null, $"{what} is not documented.");

        foreach (var header in new[] { "ETag", "Link" })
        {
            var isUndocumented = reply.Headers.ContainsKey(header) && documented["headers"]?[header] is null;
            Assert.False(isUndocumented, $"{what} has an undocumented {header}.");
        }

        Assert.False(
            documented["headers"]?["ETag"] is not null && reply.ETag is null, $"{what} lacks the ETag that it is said to have.");

        if (reply.Bytes.Length == 0)
            return;
        var content = documented["content"]?[reply.ContentType!];
        Assert.True(content is not null, $"{what} is not said to be {reply.ContentType}.");
        if (content["schema"] is not { } schema || (string?)schema["format"] == "binary")
            return;
        var misfit = operation.Document.Misfit(schema, reply.Json);
        Assert.True(misfit is null, $"{what}: {misfit}");
    }
}
