namespace LeRun.Tests.Support;

/// <summary>Tests of the API, each on an app of its own that starts with the usual settings before the test.</summary>
public abstract class ApiTests : IAsyncLifetime
{
    private TestApp? _app;

    /// <summary>The app of this test.</summary>
    protected TestApp App => _app ?? throw new InvalidOperationException("The app starts after the constructor.");

    /// <summary>Someone without a token.</summary>
    protected ApiClient Anonymous => App.Anonymous;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync();

    public async Task DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
