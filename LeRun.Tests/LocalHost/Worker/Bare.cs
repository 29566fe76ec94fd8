using System.Net;

namespace LeRun.Tests.LocalHost.Worker;

internal static class Bare
{
    /// <summary>The host's own answers have a status and nothing else.</summary>
    public static async Task Assert(HttpStatusCode status, HttpResponseMessage response)
    {
        Xunit.Assert.Equal(status, response.StatusCode);
        Xunit.Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Xunit.Assert.Null(response.Content.Headers.ContentType);
    }
}
