using LeRun.Tests.Forum;
using LeRun.Tests.Infra;
using LeRun.Tests.Support;

namespace LeRun.Tests.Docs;

/// <summary>The documentation, as others' tools take it: a validator, a generator of clients, a browser.</summary>
public class ToolTests
{
    private const string Screenshot = "docs/images/api-docs.png";

    private static readonly string English = Repository.PathOf("LeRun.Functions/Docs/Files/openapi.en.json");
    private static readonly string Chinese = Repository.PathOf("LeRun.Functions/Docs/Files/openapi.zh-CN.json");

    [SkippableFact]
    public async Task Document_passes_a_validator()
    {
        var said = await Node.RunAsync(
            "node_modules/@redocly/cli/bin/cli.js", "lint", "--config", "Docs/web/redocly.yaml", English, Chinese);
        Assert.Contains("Your API descriptions are valid", said, StringComparison.Ordinal);
        said = said.Replace("Deprecation warning", "", StringComparison.Ordinal);
        Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Generated_client_compiles_registers_logs_in_uploads_and_lists()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Node.Folder, "obj", $"client-{Guid.NewGuid():N}"));
        try
        {
            foreach (var file in new[] { "client.ts", "package.json", "tsconfig.json" })
                File.Copy(Path.Combine(Node.Folder, "Docs", "web", file), Path.Combine(folder.FullName, file));
            var types = Path.Combine(folder.FullName, "api.d.ts");
            await Node.RunAsync("node_modules/openapi-typescript/bin/cli.js", English, "-o", types);
            await Node.RunAsync("node_modules/typescript/bin/tsc", "-p", folder.FullName);

            await using var app = await TestApp.StartAsync();
            Assert.Equal("ok", (await Node.RunAsync(Path.Combine(folder.FullName, "client.js"), app.Address.ToString())).Trim());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>With LERUN_SCREENSHOT set, the picture of the page that README.md shows is made anew.</summary>
    [SkippableFact]
    public async Task Page_lets_a_developer_sign_in_and_try_a_protected_route()
    {
        Skip.If(Browser.Program is null, "Chromium is not installed.");
        using var temporary = new TemporaryFolder();
        var screenshot = Environment.GetEnvironmentVariable("LERUN_SCREENSHOT") is null
            ? Path.Combine(temporary.Path, "page.png")
            : Repository.PathOf(Screenshot);

        await using var app = await TestApp.StartAsync();
        var said = await Node.RunAsync("Docs/web/page.mjs", app.Address.ToString(), Browser.Program, screenshot);

        Assert.Equal("ok", said.Trim());
        Assert.True(File.Exists(screenshot));
    }

    /// <summary>With LERUN_MODERATION_SCREENSHOT set, a picture of the page on a phone is written there.</summary>
    [SkippableFact]
    public async Task Moderator_signs_in_sees_a_report_hides_the_post_and_sees_it_gone()
    {
        Skip.If(Browser.Program is null, "Chromium is not installed.");
        await using var app = await TestApp.StartAsync(settings: ("Auth:Moderators", "mod"));
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var post = await ann.WritePostAsync("<img src=x onerror=alert(1)> Buy now");
        (await bob.Post("/api/reports", new { kind = "post", id = post, reason = "spam" })).ShouldBe(200);
        (await bob.Post("/api/reports", new { kind = "user", id = "ann", reason = "abuse" })).ShouldBe(200);
        await app.RegisterAsync("mod");
        var screenshot = Environment.GetEnvironmentVariable("LERUN_MODERATION_SCREENSHOT") ?? "";

        var said = await Node.RunAsync(
            "Docs/web/moderation.mjs", app.Address.ToString(), Browser.Program, "mod", TestApp.Password, screenshot);

        Assert.Equal("ok", said.Trim());
        (await bob.Get($"/api/users/share/posts/{post}")).ShouldFail(404);
        Assert.True((bool)(await ann.Get($"/api/users/share/posts/{post}")).ShouldBe(200)["hidden"]!);
    }
}
