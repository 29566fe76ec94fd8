using System.Globalization;
using System.Text.Json.Nodes;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs;

/// <summary>Live runs of phones whose clock is days ahead, which are filed under the server's.</summary>
public class WrongClockTests : ApiTests
{
    private const string Sent = "2024-11-29T14:00:00Z";

    [Fact]
    public async Task Finishing_returns_the_record_of_the_start_that_the_run_is_filed_under()
    {
        var (phone, record) = await StartAsync();

        var finished = (await phone.User.Post("/api/users/run/record", "{}")).ShouldBe(200);

        Assert.Equal((string?)record["_id"], (string?)finished["_id"]);
        await ShouldHaveRecordsAsync(phone, 1);
    }

    [Fact]
    public async Task Next_run_begins_where_there_is_a_record_of_the_start_that_the_run_before_is_filed_under()
    {
        var (phone, _) = await StartAsync();

        var next = new Phone(phone.User, start: "2024-11-30T14:00:00Z");
        Assert.Equal(1, next.NextOf(await next.AppendAsync(0, 1, seconds: 1)));

        await ShouldHaveRecordsAsync(phone, 1);
    }

    [Fact]
    public async Task Finishing_makes_one_record_however_often_and_under_either_start()
    {
        var phone = new Phone(await App.RegisterAsync("shikai"), start: Sent);
        await phone.AppendAsync(0, 5, seconds: 100);

        var finished = (await phone.User.Post("/api/users/run/record", "{}")).ShouldBe(200);
        var again = (await phone.User.Post("/api/users/run/record", "{}")).ShouldBe(200);
        var uploaded = (await phone.User.Post("/api/users/run/record", new { runRecord = Run(Sent) })).ShouldBe(200);
        var filed = (await phone.User.Post(
            "/api/users/run/record", new { runRecord = Run((string)finished["start"]!) })).ShouldBe(200);

        Assert.All([again, uploaded, filed], one => Assert.Equal((string?)finished["_id"], (string?)one["_id"]));
    }

    // A run that is filed under a start of which there is a record already.
    private async Task<(Phone Phone, JsonNode Record)> StartAsync()
    {
        var phone = new Phone(await App.RegisterAsync("shikai"), start: Sent);
        var start = App.Clock.GetUtcNow().AddSeconds(-100).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var record = (await phone.User.Post("/api/users/run/record", new { runRecord = Run(start) })).ShouldBe(200);
        await phone.AppendAsync(0, 5, seconds: 100);
        Assert.Equal(start, (string?)(await phone.ReadAsync())["start"]);
        return (phone, record);
    }

    private static object Run(string start) =>
        new { meters = 500, seconds = 100, latitude = 31.2, longitude = 121.5, running = false, start };

    private static async Task ShouldHaveRecordsAsync(Phone phone, int count) => Assert.Equal(
        count, (await phone.User.Get($"/api/users/run/records/{phone.User.Username}")).ShouldBe(200).AsArray().Count);
}
