using LeRun.Tests.Support;

namespace LeRun.Tests.Runs;

public class RecordPageSizeTests : ApiTests
{
    [Fact]
    public async Task Page_with_markers_ends_before_50_000_of_them_and_goes_on()
    {
        const string List = "/api/users/run/records/shikai";
        var user = await App.RegisterAsync("shikai");
        for (var hour = 10; hour < 15; hour++)
        {
            var run = Run.Data(start: $"2024-11-22T{hour}:00:00Z", markers: 20_000);
            (await user.Post("/api/users/run/record", new { runRecord = run })).ShouldBe(200);
        }

        var (records, sizes) = (new List<string>(), new List<int>());
        for (var path = $"{List}?include=markers"; path is not null;)
        {
            var page = await user.Get(path);
            records.AddRange(page.ShouldBe(200).AsArray().Select(record => (string)record!["start"]!));
            sizes.Add(page.Json.AsArray().Sum(record => record!["markers"]!.AsArray().Count));
            path = page.Next;
        }

        Assert.Equal([40_000, 40_000, 20_000], sizes);
        Assert.Equal(Enumerable.Range(10, 5).Reverse().Select(hour => $"2024-11-22T{hour}:00:00.000Z"), records);
        Assert.Equal(5, (await user.Get(List)).ShouldBe(200).AsArray().Count);
    }
}
