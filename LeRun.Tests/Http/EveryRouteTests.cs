using LeRun.ApiDocs;
using LeRun.LocalHost.Worker;
using LeRun.Tests.Docs;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

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
    [InlineData("GET", "/api/users/a/b/c/d")]
    [InlineData("GET", "/api/runRoom/12x4")]
    public async Task Unknown_path_is_a_problem(string method, string path)
    {
        var problem = (await Anonymous.Send(new HttpMethod(method), path)).ShouldFail(404);

        Assert.Equal("routeUnknown", (string?)problem["code"]);
    }

    [Theory]
    [InlineData("PATCH", "/api/users", "GET, HEAD, POST")]
    [InlineData("OPTIONS", "/api/users/run/data", "DELETE, PUT")]
    [InlineData("DELETE", "/API/Health/", "GET, HEAD")]
    public async Task Wrong_method_is_a_problem_that_tells_the_right_ones(string method, string path, string allowed)
    {
        var reply = await Anonymous.Send(new HttpMethod(method), path);

        Assert.Equal("methodNotAllowed", (string?)reply.ShouldFail(405)["code"]);
        Assert.Equal(allowed, reply.Headers["Allow"]);
    }

    [Fact]
    public void Refusal_of_unknown_paths_is_tried_after_every_function()
    {
        var functions = App.Services.GetRequiredService<FunctionSet>();

        Assert.Equal("ZUnknownRoute", functions.Http.MaxBy(function => function.Name, StringComparer.OrdinalIgnoreCase)!.Name);
        // A link that works once would be spent by whoever only looks at it.
        Assert.All(functions.Http.Where(function => function.Name != "ExportDownload"), function => Assert.Equal(
            function.Methods.Contains("get"), function.Methods.Contains("head")));
    }

    [Fact]
    public async Task Head_is_a_get_without_its_body()
    {
        var user = await App.RegisterAsync("shikai");
        var get = await user.Get("/api/users/shikai");

        var head = await user.Send(HttpMethod.Head, "/api/users/shikai");

        Assert.Empty(head.ShouldHave(200).Bytes);
        Assert.Equal(get.ETag, head.ETag);
        Assert.Equal(get.ContentType, head.ContentType);
        var seen = await user.Send(HttpMethod.Head, "/api/users/shikai", null, ("If-None-Match", get.ETag!));
        seen.ShouldHave(304);
    }

    [Theory]
    [InlineData("/api/users/run/records/shikai?include=foo", "include")]
    [InlineData("/api/users/run/records/shikai?include=markers,foo", "include")]
    [InlineData("/api/users/run/data/shikai?markers=some", "markers")]
    [InlineData("/api/users/run/data/shikai?markers=all,none", "markers")]
    [InlineData("/api/users/run/data/shikai?markers=NONE", "markers")]
    [InlineData("/api/users/run/stats/shikai?by=", "by")]
    [InlineData("/api/users/run/records/shikai/1/route?format=svg,png", "format")]
    [InlineData("/api/users/run/records/shikai/1/file?format=gpx&format=tcx", "format")]
    public async Task Query_that_a_route_does_not_know_is_a_400(string path, string field)
    {
        var user = await App.RegisterAsync("shikai");

        (await user.Get(path)).ShouldFail(400, field);
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
