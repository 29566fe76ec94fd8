using System.Text.Json.Nodes;
using LeRun.Identity;
using LeRun.Safety;
using LeRun.Storage;
using LeRun.Tests.Export;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Safety;

/// <summary>The texts that users consent to, and who did.</summary>
public class ConsentTests : ApiTests
{
    private const string Path = "/api/users/me/consents";

    private static readonly object DeleteBob = new { username = "bob", password = TestApp.Password };

    [Fact]
    public async Task Terms_are_told_to_anyone_as_they_are_set()
    {
        await using var app = await TestApp.StartAsync(
            settings:
            [
                ("Terms:TermsVersion", "2025-01-31"), ("Terms:TermsUrl", "https://run.example/terms"), ("Terms:PrivacyUrl", ""),
            ]);

        var terms = (await app.Anonymous.Get("/api/terms")).ShouldBe(200);

        Assert.Equal(("2025-01-31", "https://run.example/terms"), Text("terms"));
        Assert.Equal(("1", null), Text("privacy"));
        Assert.Equal(("1", null), Text("location"));

        (string, string?) Text(string kind) => ((string)terms[kind]!["version"]!, (string?)terms[kind]!["url"]);
    }

    [Fact]
    public async Task Consent_has_the_servers_time_and_the_same_again_changes_nothing()
    {
        var bob = await App.RegisterAsync("bob");

        var first = await ConsentAsync(bob, "privacy", "1");
        var stored = Assert.Single(await App.StoredAsync("social")).ToJsonString();
        App.Clock.Advance(TimeSpan.FromHours(1));
        var again = await ConsentAsync(bob, "privacy", "1");

        Assert.Equal("2024-11-22T14:51:31.000Z", (string)first["consentedAt"]!);
        Assert.Equal(("privacy", "1"), ((string)first["kind"]!, (string)first["version"]!));
        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        Assert.Equal(stored, Assert.Single(await App.StoredAsync("social")).ToJsonString());
    }

    [Fact]
    public async Task Consent_to_a_version_that_is_not_current_is_refused_and_told_what_is()
    {
        var bob = await App.RegisterAsync("bob");

        foreach (var version in new[] { "2", "", " 1", "1 " })
            (await bob.Post(Path, new { kind = "terms", version })).ShouldFail(400, "version");
        var refused = (await bob.Post(Path, new { kind = "terms", version = "0" })).ShouldFail(400, "version");
        Assert.Equal("The current version is 1.", (string)refused["errors"]!["version"]![0]!);
        (await bob.Post(Path, new { kind = "all", version = "1" })).ShouldFail(400, "kind");
        (await bob.Post(Path, new { kind = "terms" })).ShouldFail(400, "version");
        Assert.Empty(await App.StoredAsync("social"));
    }

    [Fact]
    public async Task Consent_is_ones_own()
    {
        var bob = await App.RegisterAsync("bob");
        await App.RegisterAsync("ann");

        (await Anonymous.Post(Path, new { kind = "terms", version = "1" })).ShouldFail(401);
        (await bob.Post(Path, new { kind = "terms", version = "1", username = "ann" })).ShouldFail(403);
        Assert.Empty(await App.StoredAsync("social"));
    }

    [Fact]
    public async Task Consents_sent_at_once_to_two_instances_whose_reads_lag_are_all_kept_once()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var bob = await App.RegisterAsync("bob");
        App.Cosmos.StaleReads = TimeSpan.FromSeconds(5);
        var kinds = new[] { "terms", "privacy", "location" };

        await Task.WhenAll(kinds.Concat(kinds).Concat(kinds).Select((kind, number) =>
            ConsentAsync(number % 2 == 0 ? bob : two.As(bob), kind, "1")));

        Assert.Equal(kinds.Order(), (await KeptAsync()).Select(consent => (string)consent["kind"]!).Order());
    }

    [Fact]
    public async Task Consents_of_two_kinds_sent_at_once_are_both_kept_in_every_order()
    {
        var service = App.Services.GetRequiredService<ConsentService>();
        foreach (var order in Interleaving.Orders(4, 4))
        {
            var name = $"user{Guid.NewGuid():N}"[..12];
            var user = await App.RegisterAsync(name);
            await ConsentAsync(user, "terms", "1");
            Assert.True(Username.TryParse(name, out var username));
            var caller = new Caller(username, user.Id, TokenVersion: 0, IsAdmin: false, IsModerator: false);

            await Interleaving.RunAsync(
                App.Cosmos,
                order,
                () => service.ConsentAsync(caller, new ConsentRequest { Kind = "privacy", Version = "1" }, default),
                () => ConsentAsync(user, "location", "1"));

            App.Cosmos.CatchUp();
            var stored = (await App.StoredAsync("social")).Single(list => (string)list["userId"]! == user.Id);
            Assert.Equal(3, stored["consents"]!.AsArray().Count);
        }
    }

    [Fact]
    public async Task Consents_of_an_account_keep_the_latest_twenty_of_each_kind()
    {
        var bob = await App.RegisterAsync("bob");
        await ConsentAsync(bob, "location", "1");
        for (var version = 1; version <= 22; version++)
        {
            await using var later = await App.StartAnotherInstanceAsync(("Terms:TermsVersion", $"v{version}"));
            await ConsentAsync(later.As(bob), "terms", $"v{version}");
        }

        App.Cosmos.CatchUp();
        var kept = await KeptAsync();
        Assert.Equal("location", (string)kept[0]["kind"]!);
        Assert.Equal(
            Enumerable.Range(3, 20).Select(version => $"v{version}"),
            kept.Skip(1).Select(consent => (string)consent["version"]!));
    }

    [Fact]
    public async Task Consent_whose_write_lost_its_response_is_kept_once()
    {
        var bob = await App.RegisterAsync("bob");
        await new PowerCut(App.Cosmos, 1, "after").DuringAsync(
            () => bob.Post(Path, new { kind = "terms", version = "1" }));
        App.Cosmos.CatchUp();

        await ConsentAsync(bob, "terms", "1");

        Assert.Single(await KeptAsync());
    }

    [Fact]
    public async Task Consents_go_with_the_account_and_the_next_owner_of_the_name_has_none()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var bob = await App.RegisterAsync("bob");
        (await two.As(bob).Get("/api/users")).ShouldBe(200);
        await ConsentAsync(bob, "terms", "1");
        (await Anonymous.Delete("/api/users/delete", DeleteBob)).ShouldBe(200);
        Assert.Empty(await App.StoredAsync("social"));
        // The other instance does not know yet that the token is dead.
        App.Clock.Advance(TimeSpan.FromSeconds(5));
        await ConsentAsync(two.As(bob), "privacy", "1");

        await App.CleanUpAsync();

        Assert.Empty(await App.StoredAsync("social"));
        var next = await App.RegisterAsync("bob");
        var consent = await ConsentAsync(next, "terms", "1");
        Assert.Equal(UtcMilliseconds.Format(App.Clock.Now), (string)consent["consentedAt"]!);
    }

    [Fact]
    public async Task Export_has_the_consents()
    {
        var bob = await App.RegisterAsync("bob");
        await ConsentAsync(bob, "terms", "1");
        await ConsentAsync(bob, "location", "1");

        var exported = (await App.ExportAsync(bob))["consents.json"].AsArray();

        Assert.Equal(["terms", "location"], exported.Select(consent => (string)consent!["kind"]!));
        Assert.All(exported, consent => Assert.Equal("2024-11-22T14:51:31.000Z", (string)consent!["consentedAt"]!));
        Assert.False((await App.ExportAsync(await App.RegisterAsync("ann"))).Files.ContainsKey("consents.json"));
    }

    private static async Task<JsonNode> ConsentAsync(TestUser user, string kind, string version) =>
        (await user.Post(Path, new { kind, version })).ShouldBe(200);

    private async Task<IReadOnlyList<JsonNode>> KeptAsync() =>
        [.. Assert.Single(await App.StoredAsync("social"))["consents"]!.AsArray().Select(consent => consent!)];
}
