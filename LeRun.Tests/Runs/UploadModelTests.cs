using System.Text.Json.Nodes;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs;

/// <summary>
/// Uploads in any split and order, lost, repeated, overlapping and mixed with whole ones, on two instances of which one may
/// see old states, against a model that is as simple as the contract.
/// </summary>
public class UploadModelTests : ApiTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_uploads_one_after_another_end_as_the_model_says(int seed)
    {
        var random = new Random(seed);
        await using var other = await App.StartAnotherInstanceAsync();
        TestApp[] instances = [App, other];
        var phone = new Phone(await App.RegisterAsync("shikai"));
        App.Cosmos.StaleReads = TimeSpan.FromMilliseconds(seed % 3 * 5);
        var (next, seconds, exists) = (0, 0.0, false);

        for (var step = 0; step < 40; step++)
        {
            var through = instances[random.Next(2)];
            var sent = Math.Max(0, seconds + random.Next(-2, 6));
            var from = Math.Max(0, next + random.Next(-30, 8));
            var to = from + random.Next(0, 60);
            if (random.Next(5) > 0)
            {
                var reply = await phone.AppendAsync(from, to, sent, through: through);
                next = from > next ? next : Math.Max(next, to);
                // What an instance knows may be old; it never promises more than is held.
                Assert.InRange(phone.NextOf(reply), 0, next);
            }
            else
            {
                (await phone.PutAsync(to, sent, through)).ShouldBe(200);
                next = exists && sent < seconds ? next : to;
            }

            (seconds, exists) = (Math.Max(seconds, sent), true);
        }

        App.Cosmos.CatchUp();
        await phone.ShouldHoldAsync(next);
        Assert.Equal(seconds, (double)(await phone.ReadAsync())["seconds"]!);
        var record = (await phone.User.Post("/api/users/run/record", "{}")).ShouldBe(200);
        Assert.True(JsonNode.DeepEquals(Phone.Markers(0, next), record["markers"]));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Uploads_at_once_over_a_bad_link_leave_the_whole_track(int seed)
    {
        const int Length = 400;
        var random = new Random(seed);
        await using var other = await App.StartAnotherInstanceAsync();
        TestApp[] instances = [App, other];
        var phone = new Phone(await App.RegisterAsync("shikai"));
        App.Cosmos.Inject = _ => random.Next(12) switch
        {
            0 => CosmosFault.Unreachable,
            1 => CosmosFault.DropAfterCommit,
            _ => null,
        };

        // Three requests under way at any time, none of which waits for the response to the one before.
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Length / 10),
            new ParallelOptions { MaxDegreeOfParallelism = 3 },
            async (part, _) => await phone.AppendAsync(
                part * 10, (part * 10) + 15, seconds: part, through: instances[part % 2]));
        App.Cosmos.Inject = null;
        App.Cosmos.CatchUp();

        // As a phone does: it goes on from what it is told until all is held.
        var next = phone.NextOf(await phone.AppendAsync(Length, Length, seconds: Length));
        while (next < Length)
            next = phone.NextOf(await phone.AppendAsync(next, Math.Min(next + 97, Length), seconds: Length));

        await phone.ShouldHoldAsync(Math.Max(Length, next));
    }

    [Theory]
    [MemberData(nameof(PowerCut.Ways), MemberType = typeof(PowerCut))]
    public async Task Power_cut_at_any_write_loses_nothing_that_was_acknowledged(string way)
    {
        var number = 0;
        foreach (var cut in PowerCut.AtEachWrite(App.Cosmos, way))
        {
            var user = await App.RegisterAsync($"shikai{number++}");
            var phone = new Phone(user);
            var acknowledged = 0;
            await cut.DuringAsync(async () =>
            {
                // Long enough for blocks to be moved to chunks twice, and for the next run to make a record of this one.
                for (var at = 0; at < 180; at += 5)
                {
                    var reply = await phone.AppendAsync(at, at + 5, seconds: at + 5);
                    if (reply.Status == 200)
                        acknowledged = phone.NextOf(reply);
                }

                await new Phone(user, start: "2024-11-22T14:30:00Z").AppendAsync(0, 1, seconds: 1);
            });

            // The phone does again what it was not told is done.
            var records = (await user.Get($"/api/users/run/records/{user.Username}?include=markers")).ShouldBe(200).AsArray();
            if (records.Count == 0)
            {
                for (var next = acknowledged; next < 180;)
                    next = phone.NextOf(await phone.AppendAsync(next, Math.Min(next + 5, 180), seconds: next + 5));
                await phone.ShouldHoldAsync(180);
            }
            else
            {
                Assert.True(JsonNode.DeepEquals(Phone.Markers(0, 180), Assert.Single(records)!["markers"]));
            }
        }

        Assert.InRange(number, 35, 60);
    }
}
