using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs;

/// <summary>
/// What uploads cost in Cosmos requests, request units and bytes of bodies: as much as is new in them, however long the run is.
/// </summary>
public class UploadCostTests : ApiTests
{
    // 16 uploads fill the tail of a head; the one after them moves it to a chunk.
    private const int Period = 17;

    [Fact]
    public async Task Append_of_5_markers_is_1_request_of_12_units_at_most()
    {
        var phone = await StartAsync();
        await phone.AppendAsync(5);

        var requests = await RequestsAsync(() => phone.AppendAsync(5), times: 100);

        var moving = requests.Where(request => request.Operation == CosmosOperation.Batch).ToList();
        Assert.All(requests.Except(moving), request => Assert.InRange(request.Charge, 5, 12));
        // A head and a chunk of up to 1,000 markers.
        Assert.InRange(moving.Count, 100 / Period, (100 / Period) + 1);
        Assert.All(moving, request => Assert.InRange(request.Charge, 12, 26));
        Assert.InRange(requests.Average(request => request.Charge), 5, 12);
    }

    [Fact]
    public async Task Append_costs_as_much_at_marker_100_as_at_marker_50_000()
    {
        var phone = await StartAsync();
        await phone.AppendAsync(100);
        var early = await ChargeAsync(() => phone.AppendAsync(5));
        while (phone.Sent < 50_000)
            await phone.AppendAsync(1_000);

        var late = await ChargeAsync(() => phone.AppendAsync(5));

        Assert.InRange(late, early * 0.9, early * 1.1);
    }

    [Fact]
    public async Task Put_costs_what_is_new_in_it()
    {
        var phone = await StartAsync();
        await phone.PutAsync(100);
        var early = await ChargeAsync(() => phone.PutAsync(5));
        await phone.PutAsync(3_600);
        await phone.PutAsync(5);

        var late = await ChargeAsync(() => phone.PutAsync(5));
        var more = await ChargeAsync(() => phone.PutAsync(50));

        Assert.InRange(late, early * 0.9, early * 1.1);
        Assert.InRange(more, late * 1.2, late * 2.5);
    }

    [Fact]
    public async Task Append_of_5_markers_is_a_small_body_both_ways()
    {
        var phone = new UploadingPhone(await App.RegisterAsync(new string('n', 32)));
        await phone.AppendAsync(1_000);

        var sent = UploadingPhone.AppendBody(phone.Sent, 5);
        var reply = await phone.AppendAsync(5);

        Assert.InRange(sent.Length, 1, 1_200);
        Assert.InRange(reply.Bytes.Length, 1, 300);
    }

    [Fact]
    public async Task Two_hours_of_appends_are_1_MB_up_and_300_KB_down_at_most()
    {
        var phone = await StartAsync();
        int[] seconds = [.. Enumerable.Range(0, 2 * 60 * 60 / 5).Select(upload => upload * 5)];
        var first = (await phone.AppendAsync(5)).Bytes.Length;
        while (phone.Sent < seconds[^1])
            await phone.AppendAsync(Math.Min(1_000, seconds[^1] - phone.Sent));
        var last = (await phone.AppendAsync(5)).Bytes.Length;

        // Responses differ in the digits of `next` alone.
        Assert.Equal("7200".Length - "5".Length, last - first);
        Assert.InRange(seconds.Sum(from => UploadingPhone.AppendBody(from, 5).Length), 1, 1_000_000);
        Assert.InRange(last * seconds.Length, 1, 300_000);
    }

    [Fact]
    public async Task Poll_of_ten_moving_members_is_6_KB_at_most()
    {
        var users = await App.RegisterManyAsync("user", 10);
        var phones = users.Select(user => new UploadingPhone(user)).ToList();
        var runID = await users[0].OpenAsync(null, users[1..]);
        foreach (var phone in phones)
            await phone.AppendAsync(300);
        var cursor = (string)(await users[0].SeeAsync(runID)).ShouldBe(200)["cursor"]!;
        foreach (var phone in phones)
            await phone.AppendAsync(5);

        // As phones ask by themselves.
        var poll = $"/api/runRoom/{runID}?since={cursor}&markers=new";
        var (plain, packed) = (await users[0].Get(poll), await users[0].Get(poll, ("Accept-Encoding", "gzip")));

        var members = plain.ShouldBe(200)["members"]!.AsArray();
        Assert.Equal(10 * 5, members.Sum(member => member!["runData"]!["markers"]!.AsArray().Count));
        Assert.InRange(packed.ShouldHave(200).Bytes.Length, 1, 6_000 / 3);
        Assert.InRange(plain.Bytes.Length, 1, 6_000);
    }

    private async Task<UploadingPhone> StartAsync() => new(await App.RegisterAsync("shikai"));

    private async Task<double> ChargeAsync(Func<Task> upload) =>
        (await RequestsAsync(upload, 2 * Period)).Average(request => request.Charge);

    // Of each upload its only request.
    private async Task<IReadOnlyList<CosmosRequest>> RequestsAsync(Func<Task> upload, int times)
    {
        var requests = new List<CosmosRequest>();
        for (var i = 0; i < times; i++)
            requests.Add(Assert.Single(await App.CosmosRequestsAsync(upload)));
        return requests;
    }
}
