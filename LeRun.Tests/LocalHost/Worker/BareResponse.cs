using System.Net;

namespace LeRun.Tests.LocalHost.Worker;

internal static class BareResponse
{
    /// <summary>Checks that a response has a status and nothing else, as the host's own responses have.</summary>
    public static async Task AssertAsync(HttpStatusCode status, HttpResponseMessage response)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Null(response.Content.Headers.ContentType);
    }
}
