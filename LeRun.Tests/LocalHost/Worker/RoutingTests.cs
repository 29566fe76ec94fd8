using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Tests.LocalHost.Worker;

public class RoutingTests
{
    [Theory]
    [InlineData("/api/early/all", "AnyEarly all")]
    [InlineData("/api/late/all", "AllLate")]
    [InlineData("/api/late/7", "AnyLate 7")]
    [InlineData("/api/rooms/all", "RoomsAll")]
    [InlineData("/api/rooms/17", "Room 17")]
    [InlineData("/api/tags/ab", "Tag ab")]
    [InlineData("/api/tags/abc", "TagAny abc")]
    public async Task Function_names_decide_in_alphabetical_order_however_general_the_route_is(string path, string expected)
    {
        await using var host = await WorkerHost.StartAsync<Functions>();

        Assert.Equal(expected, await host.Client.GetStringAsync(path));
    }

    [Theory]
    [InlineData("/api/rooms/17/")]
    [InlineData("/API/ROOMS/17")]
    public async Task Case_and_a_trailing_slash_make_no_difference(string path)
    {
        await using var host = await WorkerHost.StartAsync<Functions>();

        Assert.Equal("Room 17", await host.Client.GetStringAsync(path));
    }

    [Theory]
    [InlineData("GET", "/api/nowhere")]
    [InlineData("GET", "/rooms/17")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/api/rooms/17/more")]
    [InlineData("GET", "/api/rooms/seventeen")]
    [InlineData("POST", "/api/rooms/17")]
    [InlineData("HEAD", "/api/rooms/17")]
    public async Task Unknown_path_or_method_is_a_bare_404(string method, string path)
    {
        await using var host = await WorkerHost.StartAsync<Functions>();

        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        await BareResponse.AssertAsync(HttpStatusCode.NotFound, response);
    }

    [Fact]
    public async Task Functions_share_a_route_by_their_methods()
    {
        await using var host = await WorkerHost.StartAsync<Functions>();

        using var put = await host.Client.PutAsync("/api/shared", null);
        using var delete = await host.Client.DeleteAsync("/api/shared");

        Assert.Equal("SharedPut", await put.Content.ReadAsStringAsync());
        Assert.Equal("SharedDelete", await delete.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Route_defaults_to_the_name_and_methods_to_any()
    {
        await using var host = await WorkerHost.StartAsync<Functions>();

        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod("PURGE"), "/api/plain"));

        Assert.Equal("Plain", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("v1/x", "/v1/x/rooms/17")]
    [InlineData("", "/rooms/17")]
    public async Task Prefix_is_a_setting(string prefix, string path)
    {
        await using var host = await WorkerHost.StartAsync<Functions>(builder => builder.RoutePrefix = prefix);

        Assert.Equal("Room 17", await host.Client.GetStringAsync(path));
    }

    public class Functions
    {
        [Function("AnyEarly")]
        public IResult AnyEarly(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "early/{id}")] HttpRequest request, string id) =>
            Results.Text($"AnyEarly {id}");

        [Function("BEarlyAll")]
        public IResult EarlyAll([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "early/all")] HttpRequest request) =>
            Results.Text("BEarlyAll");

        [Function("AnyLate")]
        public IResult AnyLate(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "late/{id}")] HttpRequest request, string id) =>
            Results.Text($"AnyLate {id}");

        [Function("AllLate")]
        public IResult AllLate([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "late/all")] HttpRequest request) =>
            Results.Text("AllLate");

        [Function("Room")]
        public IResult Room(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rooms/{id:int}")] HttpRequest request, string id) =>
            Results.Text($"Room {id}");

        [Function("RoomsAll")]
        public IResult RoomsAll([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rooms/all")] HttpRequest request) =>
            Results.Text("RoomsAll");

        [Function("Tag")]
        public IResult Tag(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "tags/{tag:regex(^[a-z]{{2}}$)}")] HttpRequest request,
            string tag) =>
            Results.Text($"Tag {tag}");

        [Function("TagAny")]
        public IResult TagAny(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "tags/{tag}")] HttpRequest request, string tag) =>
            Results.Text($"TagAny {tag}");

        [Function("SharedPut")]
        public IResult Put([HttpTrigger(AuthorizationLevel.Anonymous, "PUT", Route = "shared")] HttpRequest request) =>
            Results.Text("SharedPut");

        [Function("SharedDelete")]
        public IResult Delete([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "shared")] HttpRequest request) =>
            Results.Text("SharedDelete");

        [Function("Plain")]
        public IResult Plain([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text("Plain");
    }
}
