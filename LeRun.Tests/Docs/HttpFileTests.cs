namespace LeRun.Tests.Docs;

/// <summary>lerun.http works from its first request to its last, and every response is as documented.</summary>
public class HttpFileTests
{
    [Fact]
    public async Task Requests_get_the_announced_and_documented_responses()
    {
        var file = HttpFile.OfTheRepository();
        await using var app = await HttpFile.StartAppAsync();

        foreach (var request in file.Requests)
        {
            var reply = await file.SendAsync(request, app.Anonymous);

            Assert.True(reply.Status == request.Expected, $"{request.Title}: {reply.Status} {reply.Text}");
            DocumentedResponse.Check(OpenApi.English.OperationOf(request.Method, request.Url), reply);
        }
    }

    [Fact]
    public void Routes_are_all_in_the_file()
    {
        var asked = HttpFile.OfTheRepository().Requests.Where(request => request.Expected == 200)
            .Select(request => OpenApi.English.OperationOf(request.Method, request.Url).Id)
            .ToHashSet(StringComparer.Ordinal);

        Assert.Equal(
            OpenApi.English.Operations.Select(operation => operation.Id).Order(StringComparer.Ordinal),
            asked.Order(StringComparer.Ordinal));
    }
}
