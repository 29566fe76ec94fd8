using LeRun.Storage;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.IdentityModel.JsonWebTokens;

namespace LeRun.Tests.Identity;

public class AdministratorTests : ApiTests
{
    private static readonly object Root = new { username = "root", password = TestApp.Password };

    [Fact]
    public async Task Name_of_a_deleted_administrator_never_becomes_free()
    {
        await using var app = await TestApp.StartAsync(settings: ("Auth:Admins", "Root"));
        await app.RegisterAsync("root");
        (await app.Anonymous.Delete("/api/users/delete", Root)).ShouldBe(200);
        await app.CleanUpAsync();

        (await app.Anonymous.Post("/api/users", Root)).ShouldFail(400, "username");
        app.Clock.Advance(TimeSpan.FromDays(400));
        (await app.Anonymous.Post("/api/users", Root)).ShouldFail(400, "username");
    }

    [Fact]
    public async Task Name_of_a_deleted_moderator_never_becomes_free_either()
    {
        await using var app = await TestApp.StartAsync(settings: ("Auth:Moderators", "Root"));
        await app.RegisterAsync("root");
        (await app.Anonymous.Delete("/api/users/delete", Root)).ShouldBe(200);
        await app.CleanUpAsync();

        app.Clock.Advance(TimeSpan.FromDays(400));
        (await app.Anonymous.Post("/api/users", Root)).ShouldFail(400, "username");
    }

    [Fact]
    public async Task Moderator_is_no_administrator_and_loses_the_role_with_the_setting()
    {
        await App.RegisterAsync("root");
        var author = await App.RegisterAsync("author");
        var post = await author.WritePostAsync();
        await using var named = await TestApp.StartAsync(
            clock: App.Clock,
            configure: services => services.Configure<CosmosSettings>(cosmos => cosmos.HttpHandler = App.Cosmos),
            settings: [("Auth:Moderators", "root"), ("Admin:AllowDeleteAll", "true")]);
        var moderator = await named.LoginAsync("root");

        Assert.Equal("moderator", new JsonWebToken(moderator.Token).GetPayloadValue<string>("role"));
        (await moderator.Delete("/api/posts/deleteAll")).ShouldFail(403);
        (await App.As(moderator).Delete($"{ForumDriver.Posts}/{post}")).ShouldFail(403);
        (await moderator.Delete($"{ForumDriver.Posts}/{post}")).ShouldBe(200);
    }

    [Fact]
    public async Task Name_that_was_deleted_before_it_was_named_does_not_become_free_either()
    {
        await App.RegisterAsync("root");
        (await Anonymous.Delete("/api/users/delete", Root)).ShouldBe(200);
        await App.CleanUpAsync();
        await using var named = await StartNamingAsync("root");

        (await named.Anonymous.Post("/api/users", Root)).ShouldFail(400, "username");
        (await Anonymous.Post("/api/users", Root)).ShouldBe(200);
    }

    [Fact]
    public async Task Entry_with_an_id_means_that_account_alone()
    {
        var root = await App.RegisterAsync("root");
        var other = await App.RegisterAsync("other");
        await using var bound = await StartNamingAsync($"root:{root.Id}");
        await using var elsewhere = await StartNamingAsync($"root:{other.Id}");

        Assert.True(await IsAdministratorAsync(bound));
        Assert.False(await IsAdministratorAsync(elsewhere));
        // The role in a token is of no use where the setting names another account.
        Assert.Equal(403, (await elsewhere.As(await bound.LoginAsync("root")).Delete("/api/posts/deleteAll")).Status);
    }

    [Fact]
    public async Task Missing_administrator_is_warned_of_at_start_in_one_line()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        App.Cosmos.CatchUp();
        var log = new FakeLogCollector();
        await using var app = await StartNamingAsync($"ann, bob:{ann.Id}, nobody, Bob:{bob.Id}", log);

        var warnings = log.GetSnapshot().Where(line => line.Message.Contains("Auth__Admins", StringComparison.Ordinal)).ToList();

        Assert.Equal(["bob", "nobody"], warnings.Select(line => line.GetStructuredStateValue("Username")));
        Assert.All(warnings, line => Assert.Equal(LogLevel.Warning, line.Level));
    }

    private Task<TestApp> StartNamingAsync(string admins, FakeLogCollector? log = null) =>
        TestApp.StartAsync(
            clock: App.Clock,
            configure: services =>
            {
                services.Configure<CosmosSettings>(cosmos => cosmos.HttpHandler = App.Cosmos);
                if (log is not null)
                    services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(log)));
            },
            settings: [("Auth:Admins", admins), ("Admin:AllowDeleteAll", "false")]);

    // Whoever is none may not even ask; whoever is one is told that it is switched off.
    private static async Task<bool> IsAdministratorAsync(TestApp app)
    {
        var reply = await (await app.LoginAsync("root")).Delete("/api/posts/deleteAll");
        reply.ShouldFail(403);
        return !reply.Text.Contains("administrators", StringComparison.Ordinal);
    }
}
