using LeRun.Tests.Support;

namespace LeRun.Tests.Safety;

/// <summary>Tests with a moderator, and two users whose tokens outlive the tests' time.</summary>
public abstract class ModeratedTests : IAsyncLifetime
{
    private TestApp? _app;
    private TestUser? _ann, _bob, _mod;

    protected TestApp App => _app!;

    protected TestUser Ann => _ann!;

    protected TestUser Bob => _bob!;

    /// <summary>The moderator.</summary>
    protected TestUser Mod => _mod!;

    public async Task InitializeAsync()
    {
        _app = await TestApp.StartAsync(settings: [("Auth:Moderators", "mod"), ("Auth:TokenLifetime", "60.00:00:00")]);
        _ann = await App.RegisterAsync("ann");
        _bob = await App.RegisterAsync("bob");
        _mod = await App.RegisterAsync("mod");
    }

    public async Task DisposeAsync() => await _app!.DisposeAsync();
}
