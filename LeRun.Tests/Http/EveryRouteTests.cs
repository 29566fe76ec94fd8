using LeRun.ApiDocs;
using LeRun.Tests.Docs;
using LeRun.Tests.Support;

namespace LeRun.Tests.Http;

/// <summary>Paths, languages and links, which are the same for every route.</summary>
public class EveryRouteTests : ApiTests
{
    [Fact]
    public async Task Path_may_have_a_trailing_slash_and_any_case()
    {
        var user = await App.RegisterAsync("shikai");

        foreach (var path in new[] { "/api/users/", "/api/users/shikai/", "/API/Users/shikai", "/api/users/run/records/shikai/" })
            (await user.Get(path)).ShouldBe(200);
    }

    [Theory]
    [InlineData("GET", "/api/nothing")]
    [InlineData("PATCH", "/api/users")]
    [InlineData("GET", "/")]
    public async Task Unknown_path_or_method_is_a_bare_404(string method, string path)
    {
        Assert.Empty((await Anonymous.Send(new HttpMethod(method), path)).ShouldHave(404).Bytes);
    }

    [Theory]
    [InlineData("zh-CN", "zh-CN", "用户不存在。")]
    [InlineData("zh-TW;q=0.9, fr", "zh-CN", "用户不存在。")]
    [InlineData("en;q=0.2, zh;q=0.8", "zh-CN", "用户不存在。")]
    [InlineData("en-US, zh;q=0.5", "en", "There is no such user.")]
    [InlineData("fr", "en", "There is no such user.")]
    [InlineData("*", "en", "There is no such user.")]
    [InlineData(";;;=,,", "en", "There is no such user.")]
    public async Task Messages_come_in_the_readers_language(string accepted, string language, string message)
    {
        var reply = await Anonymous.Get("/api/users/profilepic/nobody", ("Accept-Language", accepted));

        Assert.Equal(message, (string?)reply.ShouldFail(404)["message"]);
        Assert.Equal(language, reply.Headers["Content-Language"]);
        Assert.Equal("Accept-Language", reply.Headers["Vary"]);
    }

    [Fact]
    public async Task Errors_of_fields_come_in_the_readers_language()
    {
        var problem = (await Anonymous.Post("/api/users", "{}", ("Accept-Language", "zh"))).ShouldFail(400, "username");

        Assert.Equal("不能为空", (string?)problem["errors"]!["username"]![0]);
    }

    [Fact]
    public async Task Query_never_reaches_a_parameter_of_a_function()
    {
        var names = DocumentedFunction.All().SelectMany(function => function.Method.GetParameters())
            .Select(parameter => parameter.Name!).Append("cancellationToken").Distinct(StringComparer.Ordinal).ToList();
        var file = HttpFile.OfTheRepository();
        await using var app = await HttpFile.StartAppAsync();

        foreach (var request in file.Requests)
        {
            var declared = OpenApi.English.OperationOf(request.Method, request.Url).Parameters
                .Where(parameter => (string?)parameter["in"] == "query").Select(parameter => (string)parameter["name"]!);
            var query = string.Join('&', names.Except(declared, StringComparer.OrdinalIgnoreCase).Select(name => $"{name}=1"));

            var reply = await file.SendAsync(request, app.Anonymous, query);

            Assert.True(reply.Status == request.Expected, $"{request.Title}: {reply.Status} with {query}");
        }
    }

    [Fact]
    public async Task Links_begin_with_the_public_address_where_one_is_set()
    {
        await using var app = await TestApp.StartAsync(settings: ("Api:PublicUrl", "https://run.example/"));
        await app.RegisterAsync("liyang");
        var user = await app.RegisterAsync("shikai");

        var link = (await user.Get("/api/users?limit=1")).Headers["Link"];

        Assert.StartsWith("<https://run.example/api/users?limit=1&cursor=", link, StringComparison.Ordinal);
        Assert.EndsWith("; rel=\"next\"", link, StringComparison.Ordinal);
    }
}
