using LeRun.Tests.Rooms;
using LeRun.Tests.Support;

namespace LeRun.Tests.Users;

/// <summary>Users found by the beginning of their names, and the routes for apps that send no body with DELETE.</summary>
public class UserPrefixTests : ApiTests
{
    [Fact]
    public async Task Prefix_finds_users_by_name_in_any_spelling()
    {
        foreach (var name in new[] { "Annika", "anna", "bob", "an", "石凯", "石头" })
            await App.RegisterAsync(name);
        var bob = await App.LoginAsync("bob");

        Assert.Equal(["an", "anna", "Annika"], await FindAsync(bob, "An"));
        Assert.Equal(["anna", "Annika"], await FindAsync(bob, "ＡＮＮ"));
        Assert.Equal(2, (await FindAsync(bob, "石")).Length);
        Assert.Empty(await FindAsync(bob, "annb"));
        Assert.Empty(await FindAsync(bob, "\" OR true OR c.id > \""));
    }

    [Fact]
    public async Task Prefix_pages_without_a_gap_or_a_repeat()
    {
        for (var i = 0; i < 7; i++)
            await App.RegisterAsync($"anna{i}");
        var user = await App.LoginAsync("anna0");

        var (names, path) = (new List<string>(), (string?)"/api/users?prefix=anna&limit=3");
        while (path is not null)
        {
            var page = await user.Get(path);
            names.AddRange(page.ShouldBe(200).AsArray().Select(found => (string)found!["username"]!));
            path = page.Next;
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"anna{i}"), names);
    }

    [Fact]
    public async Task Prefix_of_no_username_is_refused_and_deleted_accounts_are_not_found()
    {
        var bob = await App.RegisterAsync("bob");
        await App.RegisterAsync("bobby");
        (await Anonymous.Post("/api/users/delete", new { username = "bobby", password = TestApp.Password })).ShouldBe(200);

        Assert.Equal(["bob"], await FindAsync(bob, "b"));
        (await bob.Get("/api/users?prefix=")).ShouldFail(400, "prefix");
        (await bob.Get($"/api/users?prefix={new string('a', 33)}")).ShouldFail(400, "prefix");
        (await bob.Get("/api/users?prefix=b&cursor=x")).ShouldFail(400, "cursor");
        (await Anonymous.Get("/api/users?prefix=b")).ShouldFail(401);
    }

    [Fact]
    public async Task Room_is_deleted_without_a_body()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var runID = await ann.OpenAsync();

        (await ann.Delete("/api/runRoom/delete?runID=x")).ShouldFail(400, "runID");
        (await ann.Delete("/api/runRoom/delete")).ShouldFail(400, "runID");
        (await bob.Delete($"/api/runRoom/delete?runID={runID}")).ShouldFail(403);
        Assert.Equal(runID, (int)(await ann.Delete($"/api/runRoom/delete?runID={runID}")).ShouldBe(200)["runID"]!);
        (await ann.SeeAsync(runID)).ShouldFail(404);
    }

    private static async Task<string[]> FindAsync(TestUser user, string prefix) =>
        [.. (await user.Get($"/api/users?prefix={Uri.EscapeDataString(prefix)}")).ShouldBe(200).AsArray()
            .Select(found => (string)found!["username"]!)];
}
