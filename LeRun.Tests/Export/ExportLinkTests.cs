using System.Runtime.CompilerServices;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;
using LeRun.Users;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Export;

/// <summary>Whoever may have an export, how often and for how long.</summary>
public class ExportLinkTests : ApiTests
{
    [Fact]
    public async Task Export_takes_a_token_and_the_password()
    {
        var bob = await App.RegisterAsync("bob");

        (await Anonymous.Post(ExportDriver.Path, new { password = TestApp.Password })).ShouldFail(401);
        (await bob.BeginExportAsync("wrong horse")).ShouldFail(401);
        (await bob.Post(ExportDriver.Path, "{}")).ShouldFail(400, "password");
        (await bob.BeginExportAsync()).ShouldBe(200);
    }

    [Fact]
    public async Task Export_counts_wrong_passwords_with_those_of_login()
    {
        var bob = await App.RegisterAsync("bob");
        for (var attempt = 0; attempt < 10; attempt++)
            (await bob.BeginExportAsync("wrong horse")).ShouldFail(401);

        (await bob.BeginExportAsync()).ShouldFail(429);
        (await Anonymous.Post("/api/users/login", new { username = "bob", password = TestApp.Password })).ShouldFail(429);
    }

    [Fact]
    public async Task Export_link_is_good_once_however_many_open_it_at_the_same_time()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var link = await (await App.RegisterAsync("bob")).ExportLinkAsync();

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(number => (number % 2 == 0 ? App : two).Anonymous.Get(link)));

        Assert.Equal([200, 404, 404, 404], replies.Select(reply => reply.Status).Order());
        (await Anonymous.Get(link)).ShouldFail(404);
    }

    [Theory]
    [InlineData(599, 200)]
    [InlineData(600, 404)]
    public async Task Export_link_is_good_for_ten_minutes(int seconds, int status)
    {
        var bob = await App.RegisterAsync("bob");
        var begun = (await bob.BeginExportAsync()).ShouldBe(200);
        Assert.Equal("2024-11-22T15:01:31.000Z", (string)begun["expiresAt"]!);

        App.Clock.Advance(TimeSpan.FromSeconds(seconds));

        (await Anonymous.Get(ExportDriver.PathOf((string)begun["url"]!))).ShouldHave(status);
    }

    [Fact]
    public async Task Export_is_begun_three_times_a_day()
    {
        var bob = await App.RegisterAsync("bob");
        var first = await bob.ExportLinkAsync();
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var both = await Task.WhenAll(bob.BeginExportAsync(), bob.BeginExportAsync(), bob.BeginExportAsync());

        Assert.Equal([200, 200, 429], both.Select(reply => reply.Status).Order());
        // The first link is as good as the last.
        (await Anonymous.Get(first)).ShouldHave(200);
        var refused = await bob.BeginExportAsync();
        refused.ShouldFail(429);
        Assert.Equal("86340", refused.Headers["Retry-After"]);
        App.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1));
        (await bob.BeginExportAsync()).ShouldHave(200);
        (await bob.BeginExportAsync()).ShouldHave(429);
    }

    [Fact]
    public async Task Export_link_that_was_changed_leads_nowhere()
    {
        var link = await (await App.RegisterAsync("bob")).ExportLinkAsync();
        var dot = link.IndexOf('.', StringComparison.Ordinal);
        var (text, signature) = (link[..dot], link[dot..]);

        foreach (var wrong in new[] { $"{text}A{signature}", text, $"{text}.", $"{text}{signature}A", "/api/export/a" })
            (await Anonymous.Get(wrong)).ShouldFail(404);
        (await Anonymous.Get(link)).ShouldHave(200);
    }

    [Fact]
    public async Task Export_link_of_one_instance_is_good_on_another_at_once()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var bob = await App.RegisterAsync("bob");
        (await two.As(bob).Get("/api/users/bob")).ShouldBe(200);
        App.Cosmos.StaleReads = TimeSpan.FromSeconds(5);

        var link = await bob.ExportLinkAsync();

        (await two.Anonymous.Get(link)).ShouldHave(200);
    }

    [Fact]
    public async Task Export_whose_write_lost_its_response_is_had_by_asking_again()
    {
        var bob = await App.RegisterAsync("bob");
        var left = 1;
        App.Cosmos.Inject = request => request.Operation == CosmosOperation.Replace && Interlocked.Decrement(ref left) == 0
            ? CosmosFault.DropAfterCommit
            : null;

        // Whether the SDK asks again by itself is its own affair.
        Assert.Contains((await bob.BeginExportAsync()).Status, new[] { 200, 503 });
        App.Cosmos.CatchUp();

        await App.ExportAsync(bob);
        (await bob.BeginExportAsync()).ShouldHave(200);
        (await bob.BeginExportAsync()).ShouldHave(429);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("deletion")]
    [InlineData("registered again")]
    public async Task Export_link_dies_with_the_password_and_with_the_account(string what)
    {
        var bob = await App.RegisterAsync("bob");
        var link = await bob.ExportLinkAsync();
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        if (what == "password")
            (await bob.Put("/api/users/update", new { password = "another horse" })).ShouldBe(200);
        else
            (await Anonymous.Delete("/api/users/delete", new { username = "bob", password = TestApp.Password })).ShouldBe(200);
        if (what == "registered again")
        {
            await App.CleanUpAsync();
            await App.RegisterAsync("bob");
        }

        (await Anonymous.Get(link)).ShouldFail(404);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Export_of_an_account_that_is_deleted_meanwhile_is_cut_off(int instances)
    {
        // A kind of data that takes until the account is gone.
        var slow = new SlowExporter();
        await using var one = await TestApp.StartAsync(configure: services => services.AddSingleton<IUserDataExporter>(slow));
        await using var two = instances == 2 ? await one.StartAnotherInstanceAsync() : null;
        var bob = await one.RegisterAsync("bob");
        var link = await bob.ExportLinkAsync();
        slow.During = async () =>
            (await (two ?? one).Anonymous.Delete("/api/users/delete", new { username = "bob", password = TestApp.Password }))
                .ShouldBe(200);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => one.Anonymous.Get(link));

        Assert.True(slow.IsOver);
    }

    private sealed class SlowExporter : IUserDataExporter
    {
        public string Kind => "slow";

        public Func<Task>? During { get; set; }

        public bool IsOver { get; private set; }

        public async IAsyncEnumerable<ExportedPiece> ExportAsync(
            UserAccount account, string? after,
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await (During?.Invoke() ?? Task.CompletedTask);
            IsOver = true;
            yield break;
        }
    }
}
