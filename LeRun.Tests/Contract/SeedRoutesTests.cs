using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;

namespace LeRun.Tests.Contract;

/// <summary>Walks the API's documentation: what it documents is served, with the documented fields and status codes.</summary>
public partial class SeedRoutesTests
{
    private static readonly string[] User =
        ["_id", "username", "password", "createdAt", "updatedAt", "__v", "nickname", "profilePic"];
    private static readonly string[] Post =
        ["_id", "title", "content", "username", "nickname", "profilePic", "likes", "comments", "createdAt", "updatedAt", "__v"];
    private static readonly string[] Comment =
        ["_id", "postId", "content", "username", "nickname", "profilePic", "likes", "createdAt", "updatedAt", "__v"];
    private static readonly string[] Record =
    [
        "_id", "username", "name", "meters", "seconds", "pace", "start", "end", "markers", "markerCount",
        "createdAt", "updatedAt", "__v",
    ];
    private static readonly string[] LiveRun = ["username", "runData", "updatedAt"];
    private static readonly string[] Liked = ["message", "liked", "likes"];

    [Fact]
    public async Task Documented_routes_are_served_with_their_methods()
    {
        await using var app = await TestApp.StartAsync();
        var wrong = new List<string>();

        foreach (var route in SeedRoutes.All)
        {
            // The host's own answer for a path or method that it does not know has no body.
            var reply = await app.Anonymous.Send(new HttpMethod(route.Method), Fill(route.Path), route.Body);
            if (reply.Status == 404 && reply.Bytes.Length == 0)
                wrong.Add($"{route.Method} {route.Path} is not served");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Responses_are_ones_that_the_contract_knows_whatever_is_sent()
    {
        await using var app = await TestApp.StartAsync(settings: [("Auth:Admins", "root")]);
        var (user, root) = (await app.RegisterAsync("test"), await app.RegisterAsync("root"));
        await user.WritePostAsync();
        object?[] bodies =
            [null, "{}", "[]", "null", "{", "\"text\"", """{"username": 5}""", """{"username": "someone"}""", Form(), Deep()];

        foreach (var route in SeedRoutes.All)
        {
            foreach (var caller in new[] { app.Anonymous, user, root, app.As(user, "no.token.atall") })
            {
                foreach (var body in bodies.Append(route.Body))
                {
                    var sent = body is HttpContent ? Form() : body;
                    var reply = await caller.Send(
                        new HttpMethod(route.Method),
                        Fill(route.Path),
                        sent,
                        ("If-Match", "\"x\", W/\"y\""),
                        ("Idempotency-Key", "a b"));
                    if (reply.Status != 200)
                    {
                        Assert.Contains(reply.Status, new[] { 400, 401, 403, 404, 409, 412, 413, 415, 429 });
                        reply.ShouldFail(reply.Status);
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Documented_examples_get_the_documented_responses()
    {
        await using var app = await TestApp.StartAsync(settings: [("Auth:Admins", "root"), ("Admin:AllowDeleteAll", "true")]);
        app.Clock.Now = new DateTimeOffset(2024, 12, 9, 10, 30, 0, TimeSpan.Zero);

        var account = Example("POST", "/api/users");
        Has(await app.Anonymous.Post("/api/users", account), User);
        Assert.NotEmpty((string)(await app.Anonymous.Post("/api/users", account)).ShouldFail(400)["message"]!);
        var login = Has(await app.Anonymous.Post("/api/users/login", account), ["message", "token", "user"]);
        Assert.Equal("Login successful", (string)login["message"]!);
        Has(login["user"]!, User);
        var named = await app.LoginAsync("test_username", "test_password");
        Has(await named.Get("/api/users"), User);
        Has(await named.Get("/api/users/test_username"), User);
        Has(await named.Put("/api/users/update", Example("PUT", "/api/users/update")), User);
        Has(await app.Anonymous.Get("/api/users/profilepic/test_username"), ["username", "nickname", "profilePic"]);
        Has(await app.Anonymous.Delete("/api/users/delete", Example("DELETE", "/api/users/delete")), User);

        var runner = await app.RegisterAsync("SHIKAI");
        Has(await runner.Put("/api/users/update/nickname", new { nickname = "Kai" }), User);
        Has(await runner.Put("/api/users/run/data", Example("PUT", "/api/users/run/data")), LiveRun);
        Has(await runner.Get("/api/users/run/data/SHIKAI"), LiveRun);
        var record = Has(await runner.Post("/api/users/run/record", Example("POST", "/api/users/run/record")), Record)["_id"];
        Has(await runner.Get("/api/users/run/records/SHIKAI"), [.. Record.Except(["markers"])]);
        Has(await runner.Get($"/api/users/run/records/SHIKAI/{record}"), Record);
        Has(await runner.Delete($"/api/users/run/records/SHIKAI/{record}"), Record);

        const string Posts = "/api/users/share/posts";
        var (test, other) = (await app.RegisterAsync("test"), await app.RegisterAsync("username"));
        var post = Has(await test.Post(Posts, Example("POST", Posts)), Post)["_id"];
        Has(await app.Anonymous.Get(Posts), Post);
        Has(await app.Anonymous.Get($"{Posts}/{post}"), Post);
        Has(await test.Put($"{Posts}/{post}", Example("PUT", Posts + "/{postId}")), Post);
        Has(await app.Anonymous.Get("/api/users/share/test/posts"), Post);
        var commented = await test.Post($"{Posts}/{post}/comments", Example("POST", Posts + "/{postId}/comments"));
        var comment = Has(commented, Comment)["_id"];
        Has(await app.Anonymous.Get($"{Posts}/{post}/comments/"), Comment);
        Has(await other.Post($"{Posts}/{post}/likePost", Example("POST", Posts + "/{postId}/likePost")), Liked);
        Has(await test.Post($"{Posts}/{post}/unlikePost", Example("POST", Posts + "/{postId}/unlikePost")), Liked);
        Has(await test.Post($"{Posts}/{comment}/likeComment"), Liked);
        Has(await test.Post($"{Posts}/{comment}/unlikeComment"), Liked);
        var fourth = await app.RegisterAsync("test4");
        var asked = await fourth.Post($"{Posts}/{post}/ifLikedPost", Example("POST", Posts + "/{postId}/ifLikedPost"));
        Has(asked, ["liked", "likes"]);
        Has(await test.Delete($"/api/users/share/comments/{comment}"), Comment);
        Has(await test.Delete($"{Posts}/{post}"), Post);
        var all = Has(await (await app.RegisterAsync("root")).Delete("/api/posts/deleteAll"), ["message", "deleted"]);
        Has(all["deleted"]!, ["posts", "comments", "likes", "users", "records", "rooms"]);
    }

    private static string Example(string method, string path) =>
        SeedRoutes.All.Single(route => route.Method == method && route.Path == path).Body!;

    private static JsonNode Has(Reply reply, string[] fields) => Has(reply.ShouldBe(200), fields);

    // Of a list, every item; and there is at least one.
    private static JsonNode Has(JsonNode body, string[] fields)
    {
        var things = body is JsonArray list ? list.Select(item => item!.AsObject()).ToList() : [body.AsObject()];
        Assert.NotEmpty(things);
        Assert.All(things, thing => Assert.Empty(fields.Except(thing.Select(field => field.Key))));
        return body;
    }

    private static string Fill(string path) => Placeholder().Replace(path, match => match.Value switch
    {
        "{runID}" => "159000",
        "{username}" => "test",
        _ => "0193540000007000800000000000abcd",
    });

    private static StringContent Form() => new("title=b", Encoding.UTF8, "application/x-www-form-urlencoded");

    private static string Deep() => string.Concat(Enumerable.Repeat("""{"runData":""", 200));

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
