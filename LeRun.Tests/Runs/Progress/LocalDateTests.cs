using System.Globalization;
using LeRun.Runs.Progress;
using LeRun.Tests.Support;
using Microsoft.Extensions.Options;

namespace LeRun.Tests.Runs.Progress;

/// <summary>On which day a run was run.</summary>
public class LocalDateTests : ApiTests
{
    [Theory]
    [InlineData("2024-03-30T23:30:00Z", "Europe/Berlin", "2024-03-31")]
    [InlineData("2024-03-31T22:30:00Z", "Europe/Berlin", "2024-04-01")]
    [InlineData("2024-10-26T22:30:00Z", "Europe/Berlin", "2024-10-27")]
    [InlineData("2024-10-27T22:30:00Z", "Europe/Berlin", "2024-10-27")]
    [InlineData("2024-10-27T23:30:00Z", "Europe/Berlin", "2024-10-28")]
    [InlineData("2024-11-22T18:14:59Z", "Asia/Kathmandu", "2024-11-22")]
    [InlineData("2024-11-22T18:15:00Z", "Asia/Kathmandu", "2024-11-23")]
    [InlineData("2024-12-31T15:59:59Z", "Asia/Shanghai", "2024-12-31")]
    [InlineData("2024-12-31T16:00:00Z", "Asia/Shanghai", "2025-01-01")]
    [InlineData("2024-12-31T10:00:00Z", "Pacific/Kiritimati", "2025-01-01")]
    [InlineData("2025-01-01T09:00:00Z", "Pacific/Pago_Pago", "2024-12-31")]
    public void Day_is_the_one_of_the_zone(string start, string zone, string day)
    {
        var dates = new LocalDates(Options.Create(new RunsSettings()));
        var began = DateTimeOffset.Parse(start, CultureInfo.InvariantCulture);

        Assert.Equal(day, dates.DateOf(began, null, zone, "UTC").ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(day, dates.DateOf(began, null, "Mars/Olympus", zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2021-01-03", "2020-W53")]
    [InlineData("2021-01-04", "2021-W01")]
    [InlineData("2020-12-28", "2020-W53")]
    [InlineData("2024-12-30", "2025-W01")]
    public async Task Weeks_are_numbered_as_iso_says(string day, string week)
    {
        var user = await App.RegisterAsync("shikai");

        var weeks = (await user.Get($"/api/users/run/stats/shikai?by=week&from={day}&to={day}")).ShouldBe(200).AsArray();

        Assert.Equal(week, (string?)Assert.Single(weeks)!["period"]);
    }

    [Fact]
    public async Task Offset_of_the_start_comes_before_the_zone_of_the_run_and_that_before_the_runners_and_the_settings()
    {
        var user = await App.RegisterAsync("shikai");
        await CheckAsync("2024-11-10T17:00:00Z", null, "2024-11-11");
        (await user.Put("/api/users/me/settings", new { timeZone = "America/New_York" })).ShouldBe(200);
        await CheckAsync("2024-11-11T03:00:00Z", null, "2024-11-10");
        await CheckAsync("2024-11-12T17:00:00Z", "Asia/Tokyo", "2024-11-13");
        await CheckAsync("2024-11-14T23:30:00-08:00", "Asia/Tokyo", "2024-11-14");
        // The day is frozen: what is set later changes nothing.
        (await user.Put("/api/users/me/settings", new { timeZone = "Asia/Tokyo" })).ShouldBe(200);
        var days = (await user.Get("/api/users/run/records/shikai")).ShouldBe(200).AsArray();
        Assert.Equal(
            ["2024-11-14", "2024-11-13", "2024-11-10", "2024-11-11"], days.Select(record => (string?)record!["localDate"]));

        async Task CheckAsync(string start, string? zone, string day)
        {
            var run = Run.Data(start: start).With("timeZone", zone);
            var record = (await user.Post("/api/users/run/record", new { runRecord = run })).ShouldBe(200);
            Assert.Equal(day, (string?)record["localDate"]);
        }
    }

    [Fact]
    public async Task Live_run_keeps_the_offset_of_its_start()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Put("/api/users/run/data", new { runData = Run.Data(start: "2024-11-21T23:30:00-10:00") })).ShouldBe(200);

        var record = (await user.Post("/api/users/run/record", "{}")).ShouldBe(200);

        Assert.Equal("2024-11-21", (string?)record["localDate"]);
        Assert.Equal("2024-11-22T09:30:00.000Z", (string?)record["start"]);
    }

    [Fact]
    public async Task Weeks_begin_on_the_day_that_the_runner_sets()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Put("/api/users/me/settings", new { weekStart = "sunday" })).ShouldBe(200);

        var weeks = (await user.Get("/api/users/run/stats/shikai?by=week&from=2024-11-17&to=2024-11-17")).ShouldBe(200).AsArray();

        Assert.Equal("2024-11-17 2024-11-23", $"{weeks[0]!["from"]} {weeks[0]!["to"]}");
    }
}
