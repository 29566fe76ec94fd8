using System.Text;
using LeRun.Tests.Export;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;

namespace LeRun.Tests.Safety;

/// <summary>What an export has of the moderators' decisions.</summary>
public class StandingExportTests
{
    [Fact]
    public async Task Export_has_sanctions_decisions_and_appeals_and_nothing_of_who_reported_or_decided()
    {
        await using var app = await TestApp.StartAsync(settings: [("Auth:Moderators", "mod")]);
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("reporter"));
        var mod = await app.RegisterAsync("mod");
        var (warned, suspended, waiting) = (await ann.WritePostAsync(), await ann.WritePostAsync(), await ann.WritePostAsync());
        foreach (var post in new[] { warned, suspended, waiting })
            await bob.ReportAsync("post", post, "abuse", "A word to the moderators.");
        await mod.ResolveAsync(await mod.CaseOfAsync(warned), new { action = "warn", note = "Be kind." });
        var until = app.Clock.Now.AddDays(3);
        var found = await mod.ResolveAsync(await mod.CaseOfAsync(suspended), new { action = "suspend", until });
        (await ann.Post($"/api/reports/{found["_id"]}/appeal", new { text = "It was a joke." })).ShouldBe(200);
        app.Cosmos.CatchUp();

        var zip = await app.ExportAsync(ann);

        var standing = zip["standing.json"];
        Assert.Equal(["warning", "suspension"], standing["sanctions"]!.AsArray().Select(sanction => (string)sanction!["kind"]!));
        Assert.Equal("Be kind.", (string)standing["sanctions"]![0]!["note"]!);
        Assert.Equal(until, (DateTimeOffset)standing["sanctions"]![1]!["until"]!);
        Assert.Equal([warned, suspended], standing["cases"]!.AsArray().Select(shown => (string)shown!["id"]!));
        Assert.Equal("It was a joke.", (string)standing["cases"]![1]!["appeal"]!);
        // That a thing was reported is not told before something is decided.
        var text = Encoding.UTF8.GetString(zip.Files["standing.json"]);
        foreach (var secret in new[] { "reporter", bob.Id, "A word", "mod\"", mod.Id, waiting })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.False((await app.ExportAsync(bob)).Files.ContainsKey("standing.json"));
    }
}
