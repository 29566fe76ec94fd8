using System.Collections.Concurrent;
using LeRun.Tests.Support;

namespace LeRun.Tests.LocalHost;

public class CrashTests
{
    private const int Writers = 8;
    private const int WritesBeforeTheKill = 300;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    // What a runner has stored: the response to each write, by the path that reads it.
    private readonly ConcurrentDictionary<string, string> _completed = new();
    private readonly List<(string Name, string Token)> _users = [];

    /// <summary>
    /// Writers store runs as fast as they can until the process is killed. After a restart on the same folder, every run whose
    /// response arrived is there as it was in the response, and the next write succeeds. Twice, on the same folder.
    /// </summary>
    [Fact]
    public async Task Kill_at_any_moment_loses_no_completed_write()
    {
        using var folder = new TemporaryFolder();
        for (var round = 0; round < 2; round++)
        {
            await using var host = await ChildHost.StartAsync(folder.Path);
            using var http = new HttpClient { BaseAddress = host.Address };
            if (round == 0)
                await RegisterAsync(new ApiClient(http, token: null));
            await CheckAsync(http);

            var target = _completed.Count + WritesBeforeTheKill;
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writers = Task.WhenAll(_users.Select((user, writer) => WriteAsync(
                new ApiClient(http, user.Token),
                new DateTimeOffset(2024, 1, 1 + round, writer, 0, 0, TimeSpan.Zero),
                () =>
                {
                    if (_completed.Count >= target)
                        enough.TrySetResult();
                })));
            await Task.WhenAny(enough.Task, writers).WaitAsync(_patience);
            await host.KillAsync();
            await writers.WaitAsync(_patience);
        }

        await using var last = await ChildHost.StartAsync(folder.Path);
        using var reader = new HttpClient { BaseAddress = last.Address };
        await CheckAsync(reader);
    }

    private async Task RegisterAsync(ApiClient anonymous)
    {
        for (var i = 0; i < Writers; i++)
        {
            var account = new { username = $"runner{i}", password = TestApp.Password };
            (await anonymous.Post("/api/users", account)).ShouldBe(200);
            var login = (await anonymous.Post("/api/users/login", account)).ShouldBe(200);
            _users.Add((account.username, (string)login["token"]!));
        }
    }

    /// <summary>Stores runs until the process is killed, one a second of <paramref name="start"/>.</summary>
    private async Task WriteAsync(ApiClient user, DateTimeOffset start, Action onCompleted)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var run = Run.Data(start: start.AddSeconds(i).ToString("O"), markers: 20);
                var record = (await user.Post("/api/users/run/record", new { runRecord = run })).ShouldBe(200);
                _completed[$"/api/users/run/records/{record["username"]}/{record["_id"]}"] = record.ToJsonString();
                onCompleted();
            }
        }
        catch (HttpRequestException)
        {
            // The process was killed.
        }
    }

    private async Task CheckAsync(HttpClient http)
    {
        var clients = _users.ToDictionary(user => user.Name, user => new ApiClient(http, user.Token));
        await Parallel.ForEachAsync(_completed, async (write, _) =>
        {
            var owner = write.Key.Split('/')[^2];
            Assert.Equal(write.Value, (await clients[owner].Get(write.Key)).ShouldBe(200).ToJsonString());
        });
    }
}
