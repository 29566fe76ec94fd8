using LeRun.Tests.Infra;
using LeRun.Tests.Support;

namespace LeRun.Tests.Docs;

/// <summary>lerun.http works from its first request to its last, and the document tells the truth about each answer.</summary>
public class HttpFileTests
{
    private static readonly HttpFile File = new(Repository.Read("lerun.http"));

    [Fact]
    public async Task Every_request_is_answered_as_announced_and_as_documented()
    {
        var file = new HttpFile(Repository.Read("lerun.http"));
        await using var app = await TestApp.StartAsync(settings: [("Auth:Admins", "admin"), ("Admin:AllowDeleteAll", "true")]);

        foreach (var request in file.Requests)
        {
            var reply = await file.SendAsync(request, app.Anonymous);

            Assert.True(reply.Status == request.Expected, $"{request.Title}: {reply.Status} {reply.Text}");
            DocumentedAnswer.Check(OpenApi.English.OperationOf(request.Method, request.Url), reply);
        }
    }

    [Fact]
    public void Every_route_is_in_it()
    {
        var asked = File.Requests.Where(request => request.Expected == 200)
            .Select(request => OpenApi.English.OperationOf(request.Method, request.Url).Id)
            .ToHashSet(StringComparer.Ordinal);

        Assert.Equal(OpenApi.English.Operations.Select(operation => operation.Id).Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
    }
}
