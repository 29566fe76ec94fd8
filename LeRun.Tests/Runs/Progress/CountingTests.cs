using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs.Progress;

/// <summary>Bests and statistics are exact, whatever happens to records and to storage.</summary>
public class CountingTests : ApiTests
{
    private const string Post = "/api/users/run/record";
    private const string Records = "/api/users/run/records/shikai";
    private const string Bests = "/api/users/run/bests/shikai";
    private const string Stats = "/api/users/run/stats/shikai";
    private const string Summary = "/api/users/run/summary/shikai";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Statistics_equal_a_recount_after_any_history(int seed)
    {
        var random = new Random(seed);
        var user = await App.RegisterAsync("shikai");
        await using var other = await App.StartAnotherInstanceAsync();
        TestUser[] instances = [user, other.As(user)];
        var starts = Enumerable.Range(0, 12).Select(i => $"2024-{(i % 2) + 10}-{10 + (i / 3)}T{i:00}:00:00Z").ToList();

        for (var step = 0; step < 30; step++)
        {
            App.Cosmos.Inject = _ => random.Next(15) switch
            {
                0 => CosmosFault.Unreachable,
                1 => CosmosFault.DropAfterCommit,
                _ => null,
            };
            var by = instances[random.Next(2)];
            if (random.Next(3) > 0)
            {
                var run = EvenRun.Data(random.Next(300, 3000), random.Next(200, 1200), starts[random.Next(starts.Count)]);
                await by.Post(Post, new { runRecord = run });
            }
            else
            {
                App.Cosmos.Inject = null;
                var records = (await user.Get(Records)).ShouldBe(200).AsArray();
                if (records.Count > 0)
                    await by.Delete($"{Records}/{records[random.Next(records.Count)]!["_id"]}");
            }
        }

        App.Cosmos.Inject = null;
        App.Cosmos.CatchUp();
        await AssertRecountAsync(user);
    }

    [Theory]
    [MemberData(nameof(PowerCut.Ways), MemberType = typeof(PowerCut))]
    public async Task Records_of_before_are_counted_once_whatever_stops_it(string way)
    {
        var user = await App.RegisterAsync("shikai");
        for (var day = 1; day <= 3; day++)
        {
            var run = EvenRun.Data(1000 * day, 300 * day, $"2024-11-{day:00}T02:00:00Z");
            (await user.Post(Post, new { runRecord = run })).ShouldBe(200);
        }

        await App.ForgetCountingAsync(user);
        Assert.Equal(0, (int)(await user.Get(Summary)).ShouldBe(200)["total"]!["runs"]!);

        await new PowerCut(App.Cosmos, 2, way).DuringAsync(
            () => App.Anonymous.Post("/admin/functions/CountOldRecords", new { input = "" }));
        await App.FireAsync("CountOldRecords");
        await App.FireAsync("CountOldRecords");

        await AssertRecountAsync(user);
        Assert.All(
            (await user.Get(Records)).ShouldBe(200).AsArray(),
            record => Assert.Equal("run private", $"{record!["kind"]} {record["visibility"]}"));
        Assert.Equal(3, (int)(await user.Get(Summary)).ShouldBe(200)["total"]!["runs"]!);
    }

    private static async Task AssertRecountAsync(TestUser user)
    {
        var records = (await user.Get(Records)).ShouldBe(200).AsArray().Select(record => record!).ToList();
        var total = (await user.Get(Summary)).ShouldBe(200)["total"]!;
        Assert.Equal(records.Count, (int)total["runs"]!);
        Assert.Equal(records.Sum(record => (double)record["meters"]!), (double)total["meters"]!, 0.001);
        Assert.Equal(records.Sum(record => (double)record["seconds"]!), (double)total["seconds"]!, 0.001);
        foreach (var day in (await user.Get($"{Stats}?by=day&from=2024-10-01&to=2024-11-22")).ShouldBe(200).AsArray())
        {
            var ofDay = records.Where(record => (string?)record["localDate"] == (string?)day!["period"]).ToList();
            Assert.Equal(ofDay.Count, (int)day!["runs"]!);
            var longest = ofDay.Select(record => (double)record["meters"]!).DefaultIfEmpty().Max();
            Assert.Equal(longest, (double)day["longest"]!, 0.006);
        }

        var efforts = new Dictionary<double, List<double>>();
        foreach (var record in records)
        {
            var analysis = (await user.Get($"{Records}/{record["_id"]}/analysis")).ShouldBe(200);
            foreach (var effort in analysis["efforts"]!.AsArray())
            {
                var meters = (double)effort!["meters"]!;
                efforts[meters] = [.. efforts.GetValueOrDefault(meters) ?? [], (double)effort["seconds"]!];
            }
        }

        var bests = (await user.Get(Bests)).ShouldBe(200)["efforts"]!.AsArray()
            .ToDictionary(
                best => (double)best!["meters"]!, best => best!["best"]!.AsArray().Select(each => (double)each!["seconds"]!));
        Assert.Equal(efforts.Keys.Order(), bests.Keys.Order());
        Assert.All(efforts, pair => Assert.Equal(pair.Value.Order().Take(3), bests[pair.Key]));
    }
}
