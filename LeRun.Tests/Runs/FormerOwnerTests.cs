using System.Text.Json.Nodes;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Forum;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.Runs;

/// <summary>
/// Runs belong to an account, and a name may have another owner later: the old owner's phone meets nothing of the new one's on
/// any instance, whenever its requests arrive, and the new owner nothing of the old one's.
/// </summary>
public class FormerOwnerTests : ApiTests
{
    private const string Data = "/api/users/run/data";
    private const string Record = "/api/users/run/record";
    private const string Records = "/api/users/run/records/bob";

    private static readonly object Bob = new { username = "bob", password = TestApp.Password };

    [Fact]
    public async Task Old_token_neither_reads_nor_changes_the_next_owners_runs_on_any_instance()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var former = two.As(await App.RegisterAsync("bob"));
        await StoreRunsAsync(former, meters: 1000);
        await DeleteBobAsync();
        await App.CleanUpAsync();
        var next = await App.RegisterAsync("bob");
        var recordId = await StoreRunsAsync(next, meters: 7000);

        foreach (var phone in new[] { former, App.As(former) })
        {
            foreach (var reply in await TryEverythingAsync(phone, recordId))
                reply.ShouldFail(401);
        }

        Assert.Equal(7000, (double)(await next.Get($"{Data}/bob")).ShouldBe(200)["runData"]!["meters"]!);
        var record = Assert.Single((await next.Get(Records)).ShouldBe(200).AsArray());
        Assert.Equal(recordId, (string)record!["_id"]!);
        Assert.Empty(await StoredOfAsync(former));
    }

    // Runs are found by the token's account, never by its name: it holds also where the name was free early.
    [Fact]
    public async Task Old_token_that_still_lives_finds_its_own_accounts_runs_only()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var former = two.As(await App.RegisterAsync("bob"));
        (await former.Get("/api/users")).ShouldBe(200);
        await DeleteBobAsync();
        await FreeNameAsync();
        var next = await App.RegisterAsync("bob");
        var recordId = await StoreRunsAsync(next, meters: 7000);
        var before = await StoredOfAsync(next);

        (await former.Get($"{Data}/bob")).ShouldFail(404);
        Assert.Empty((await former.Get(Records)).ShouldBe(200).AsArray());
        (await former.Get($"{Records}/{recordId}")).ShouldFail(404);
        (await former.Delete($"{Records}/{recordId}")).ShouldFail(404);
        (await former.Delete(Data)).ShouldFail(404);
        (await former.Post(Record, "{}")).ShouldFail(409);
        (await former.Put(Data, new { runData = Run.Data(meters: 1) })).ShouldBe(200);
        (await former.Post(Phone.Append, Append(from: 2, meters: 1))).ShouldBe(200);
        (await former.Post(Record, new { runRecord = Run.Data(meters: 1) })).ShouldBe(200);
        (await former.Delete(Data)).ShouldBe(200);

        Assert.Equal(before, await StoredOfAsync(next));
        Assert.Equal(1, (double)Assert.Single((await former.Get(Records)).ShouldBe(200).AsArray())!["meters"]!);
        Assert.Equal(7000, (double)Assert.Single((await next.Get(Records)).ShouldBe(200).AsArray())!["meters"]!);
    }

    [Theory]
    [InlineData("PUT", Data)]
    [InlineData("POST", Phone.Append)]
    [InlineData("POST", Record)]
    public async Task Upload_whose_body_arrives_after_the_erasure_leaves_nothing(string method, string path)
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var former = two.As(await App.RegisterAsync("bob"));
        await StoreRunsAsync(former, meters: 1000);
        using var slow = new SlowBody(BodyOf(path));
        var late = former.Send(new HttpMethod(method), path, slow, SlowBody.ExpectContinue);
        await slow.Begun;
        await DeleteBobAsync();
        Assert.Empty(await StoredOfAsync(former));

        App.Clock.Advance(TimeSpan.FromSeconds(29));
        slow.Arrive();
        await late;
        await App.CleanUpAsync();

        Assert.Empty(await StoredOfAsync(former));
        var next = await App.RegisterAsync("bob");
        (await next.Get($"{Data}/bob")).ShouldFail(404);
        Assert.Empty((await next.Get(Records)).ShouldBe(200).AsArray());
    }

    [Theory]
    [InlineData("PUT", Data)]
    [InlineData("POST", Phone.Append)]
    [InlineData("POST", Record)]
    public async Task Upload_that_storage_holds_up_until_the_last_look_leaves_nothing(string method, string path)
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var former = two.As(await App.RegisterAsync("bob"));
        (await former.Get("/api/users")).ShouldBe(200);
        await DeleteBobAsync();
        App.Clock.Advance(TimeSpan.FromSeconds(25));
        // The token is still taken, and what it brings would come to storage long after.
        var (requests, looked) = (0, new TaskCompletionSource());
        App.Cosmos.Inject = request => request.Container == "runs" && Interlocked.Increment(ref requests) == 1
            ? CosmosFault.Delay(async () =>
            {
                App.Clock.Advance(TimeSpan.FromSeconds(66));
                await App.FireAsync("FinishAccountDeletions");
                looked.SetResult();
            })
            : null;

        var reply = await former.Send(new HttpMethod(method), path, BodyOf(path));

        await looked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        App.Cosmos.Inject = null;
        Assert.Empty(await StoredOfAsync(former));
        reply.ShouldFail(503);
        await App.RegisterAsync("bob");
    }

    [Fact]
    public async Task Join_that_arrives_late_does_not_show_the_next_owners_position()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var host = await App.RegisterAsync("ann");
        var runID = await host.OpenAsync();
        var former = two.As(await App.RegisterAsync("bob"));
        (await former.Get("/api/users")).ShouldBe(200);
        using var slow = new SlowBody(new JsonObject { ["runID"] = runID }.ToJsonString());
        var late = former.Send(HttpMethod.Post, "/api/runRoom/join", slow, SlowBody.ExpectContinue);
        await slow.Begun;
        await DeleteBobAsync();
        App.Clock.Advance(TimeSpan.FromSeconds(5));
        slow.Arrive();
        (await late).ShouldFail(401);
        (await former.JoinAsync(runID)).ShouldFail(401);
        await App.CleanUpAsync();
        var next = await App.RegisterAsync("bob");
        await next.UploadAsync(Run.Data());

        Assert.Equal(["ann"], (await host.SeeAsync(runID)).ShouldBe(200).Names());
        (await host.Get($"{Data}/bob")).ShouldFail(403);
        (await two.As(host).Get($"{Data}/bob")).ShouldFail(403);
    }

    [Fact]
    public async Task Place_in_a_room_of_the_former_owner_shows_nothing_of_the_next()
    {
        var host = await App.RegisterAsync("ann");
        var runID = await host.OpenAsync();
        var former = await App.RegisterAsync("bob");
        (await former.JoinAsync(runID)).ShouldBe(200);
        // As if the join had come after every look.
        App.Cosmos.Inject = request => request.Container == "rooms" ? CosmosFault.Unreachable : null;
        await DeleteBobAsync();
        App.Cosmos.Inject = null;
        await FreeNameAsync();
        var next = await App.RegisterAsync("bob");
        await next.UploadAsync(Run.Data());

        Assert.Null((await host.SeeAsync(runID)).ShouldBe(200).MemberOf("bob")["runData"]);
        (await host.Get($"{Data}/bob")).ShouldFail(403);
        (await next.Get($"{Data}/ann")).ShouldFail(403);
        Assert.Null((await next.SeeAsync(runID)).ShouldBe(200)["members"]?.AsArray().FirstOrDefault());
    }

    private static string BodyOf(string path) => path switch
    {
        Phone.Append => Append(from: 0, meters: 3000).ToJsonString(),
        Record => new JsonObject { ["runRecord"] = Run.Data(meters: 3000) }.ToJsonString(),
        _ => new JsonObject { ["runData"] = Run.Data(meters: 3000) }.ToJsonString(),
    };

    private static JsonObject Append(int from, double meters) => Run.Data(meters, seconds: 2000).With("from", from);

    private static async Task<IReadOnlyList<Reply>> TryEverythingAsync(TestUser phone, string recordId) =>
    [
        await phone.Get($"{Data}/bob"),
        await phone.Get(Records),
        await phone.Get($"{Records}/{recordId}"),
        await phone.Put(Data, new { runData = Run.Data(meters: 1) }),
        await phone.Post(Phone.Append, Append(from: 2, meters: 1)),
        await phone.Post(Record, new { runRecord = Run.Data(meters: 1) }),
        await phone.Delete($"{Records}/{recordId}"),
        await phone.Delete(Data),
    ];

    // A live run and a record of another start; returns the record's id.
    private static async Task<string> StoreRunsAsync(TestUser user, double meters)
    {
        (await user.Put(Data, new { runData = Run.Data(meters) })).ShouldBe(200);
        var record = Run.Data(meters, start: "2024-11-21T14:00:00Z");
        return (string)(await user.Post(Record, new { runRecord = record })).ShouldBe(200)["_id"]!;
    }

    private async Task DeleteBobAsync() => (await Anonymous.Delete("/api/users/delete", Bob)).ShouldBe(200);

    // Frees the name before the tokens of its account are dead, which the product never does.
    private Task FreeNameAsync() => App.PatchAsync(
        UserStore.ContainerName, "bob",
        PatchOperation.Set("/type", UserAccount.ErasedType), PatchOperation.Remove("/removal/resumeAt"));

    private async Task<IReadOnlyList<string>> StoredOfAsync(TestUser user) =>
    [
        .. (await App.StoredAsync("runs")).Where(item => (string?)item["userId"] == user.Id)
            .Select(item => item.ToJsonString()).Order(StringComparer.Ordinal),
    ];
}
