using System.Text.Json.Nodes;
using LeRun.ApiDocs;
using LeRun.Functions.Http;
using LeRun.Tests.Docs;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;

namespace LeRun.Tests.Sessions;

/// <summary>A run outlives its token: what an ended token still does, and what it does not.</summary>
public class EndedTokenTests : ApiTests
{
    private const string Before = "2024-11-22T15:30:00Z";
    private const string After = "2024-11-22T16:00:00Z";

    public static TheoryData<string> Uploads => ["put", "append", "record", "finish"];

    [Theory]
    [MemberData(nameof(Uploads))]
    public async Task Ended_token_uploads_the_run_that_began_before_its_end(string upload)
    {
        var phone = await ExpiredAsync(upload);

        (await UploadAsync(phone, upload, Before)).ShouldBe(200);
    }

    [Theory]
    [MemberData(nameof(Uploads))]
    public async Task Ended_token_uploads_no_run_that_began_later(string upload)
    {
        var phone = await ExpiredAsync(upload, After);

        Assert.Equal("tokenExpired", (string)(await UploadAsync(phone, upload, After)).ShouldFail(401)["code"]!);
    }

    [Theory]
    [InlineData("put")]
    [InlineData("append")]
    [InlineData("record")]
    public async Task Ended_token_is_accepted_for_a_day(string upload)
    {
        var phone = await App.RegisterPhoneAsync("bob");
        App.Clock.Advance(TimeSpan.FromHours(25) - TimeSpan.FromSeconds(1));
        (await UploadAsync(phone, upload, Before)).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("tokenExpired", (string)(await UploadAsync(phone, upload, Before)).ShouldFail(401)["code"]!);
    }

    [Theory]
    [InlineData("logout")]
    [InlineData("password")]
    [InlineData("deletion")]
    public async Task Ended_token_that_was_revoked_uploads_nothing(string how)
    {
        var phone = await App.RegisterPhoneAsync("bob");
        var user = phone.On();
        if (how == "logout")
            (await user.Post("/api/users/logout")).ShouldBe(200);
        else if (how == "password")
            (await user.Put("/api/users/update", new { password = "another horse" })).ShouldBe(200);
        else
            (await Anonymous.Delete("/api/users/delete", new { username = "bob", password = TestApp.Password })).ShouldBe(200);

        // To the last moment at which it would be accepted, also where the revocation comes from storage.
        App.Clock.Advance(TimeSpan.FromHours(25) - TimeSpan.FromSeconds(1));
        await using var fresh = await App.StartAnotherInstanceAsync();
        foreach (var instance in new[] { App, fresh })
            (await phone.On(instance).Put("/api/users/run/data", new { runData = Run.Data(start: Before) })).ShouldFail(401);
    }

    [Fact]
    public async Task Ended_token_uploads_for_its_own_user_only()
    {
        await App.RegisterAsync("ann");
        var phone = await ExpiredAsync("put");

        var hers = new { username = "ann", runData = Run.Data(start: Before) };
        (await phone.On().Put("/api/users/run/data", hers)).ShouldFail(403);
    }

    [Fact]
    public async Task Ended_token_shows_nothing_of_a_room()
    {
        var ann = await App.RegisterAsync("ann");
        var phone = await App.RegisterPhoneAsync("bob");
        var runID = await ann.OpenAsync(new { }, phone.On());
        await ann.UploadAsync(Run.Data(start: Before));
        var body = new { runData = Run.Data(start: Before) };
        Assert.NotNull((await phone.On().Put($"/api/users/run/data?room={runID}", body)).ShouldBe(200)["room"]);
        App.Clock.Advance(TimeSpan.FromHours(1));
        await ann.UploadAsync(Run.Data(5100, 1600, start: Before));

        var reply = (await phone.On().Put($"/api/users/run/data?room={runID}", body)).ShouldBe(200);

        Assert.Null(reply["room"]);
        Assert.DoesNotContain("ann", reply.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ended_token_is_refused_by_every_other_route()
    {
        await using var app = await TestApp.StartAsync(settings: ("Auth:Admins", "bob"));
        var phone = await app.RegisterPhoneAsync("bob");
        app.Clock.Advance(TimeSpan.FromHours(1));
        var accepting = new List<string>();
        foreach (var function in DocumentedFunction.All().Where(function => function.Access != Access.Anyone))
        {
            var operation = OpenApi.English.Operations.Single(operation => operation.Id == function.Name);
            var hasBody = operation.Json["requestBody"]?["content"]?["application/json"] is not null;
            var body = hasBody ? operation.Example.ToJsonString() : null;
            var reply = await phone.On(app).Send(new HttpMethod(function.Verb.ToUpperInvariant()), operation.ExamplePath, body);
            if (reply.Status != 401)
                accepting.Add(function.Name);
            else
                Assert.Equal("tokenExpired", (string)reply.Json["code"]!);
        }

        Assert.Equal(["RunsAppendData", "RunsPostRecord", "RunsPutData"], accepting.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ended_token_proves_nobody_where_anyone_may_ask()
    {
        var phone = await ExpiredAsync("put");
        for (var attempt = 0; attempt < 10; attempt++)
            (await Anonymous.Post("/api/users/login", new { username = "bob", password = "wrong horse" })).ShouldFail(401);

        // A living token of the account needs no lockout check.
        (await phone.On().Delete("/api/users/delete", new { username = "bob", password = TestApp.Password })).ShouldFail(429);
    }

    // A phone whose token has ended; with a live run, where that is what is to finish.
    private async Task<Phone> ExpiredAsync(string upload, string start = Before)
    {
        var phone = await App.RegisterPhoneAsync("bob");
        if (upload == "finish")
            (await phone.On().Put("/api/users/run/data", new { runData = Run.Data(start: start) })).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromHours(1));
        return phone;
    }

    private static Task<Reply> UploadAsync(Phone phone, string upload, string start) => upload switch
    {
        "put" => phone.On().Put("/api/users/run/data", new { runData = Run.Data(start: start) }),
        "append" => phone.On().Post("/api/users/run/data/append", Run.Data(start: start).With("from", JsonValue.Create(0))),
        "record" => phone.On().Post("/api/users/run/record", new { runRecord = Run.Data(start: start) }),
        _ => phone.On().Post("/api/users/run/record", "{}"),
    };
}
