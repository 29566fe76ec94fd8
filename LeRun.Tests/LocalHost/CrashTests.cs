using System.Collections.Concurrent;
using LeRun.Tests.Support;

namespace LeRun.Tests.LocalHost;

public class CrashTests
{
    private const int Writers = 8;
    private const int AnsweredBeforeTheKill = 300;

    /// <summary>
    /// Writers store runs as fast as they can until the process is killed under them; after a restart on the same folder,
    /// every run whose answer came is there as it was answered, and the next write works. Twice, on the same folder.
    /// </summary>
    [Fact]
    public async Task A_kill_at_any_moment_loses_no_answered_write()
    {
        var folder = Directory.CreateTempSubdirectory("lerun").FullName;
        var answered = new ConcurrentDictionary<string, string>();
        var users = new List<(string Name, string Token)>();
        for (var round = 0; round < 2; round++)
        {
            await using var host = await ChildHost.StartAsync(folder);
            using var http = new HttpClient { BaseAddress = host.Address };
            var anonymous = new ApiClient(http, token: null);
            if (round == 0)
                users.AddRange(await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => RegisterAsync(anonymous, $"runner{i}"))));
            await CheckAsync(http, users, answered);

            var target = answered.Count + AnsweredBeforeTheKill;
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writers = users.Select((user, i) => WriteUntilKilledAsync(new ApiClient(http, user.Token), i, round, answered, target, enough)).ToList();
            await enough.Task;
            await host.KillAsync();
            await Task.WhenAll(writers);
        }

        await using var last = await ChildHost.StartAsync(folder);
        using var reader = new HttpClient { BaseAddress = last.Address };
        await CheckAsync(reader, users, answered);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(string Name, string Token)> RegisterAsync(ApiClient anonymous, string name)
    {
        (await anonymous.Post("/api/users", new { username = name, password = TestApp.Password })).ShouldBe(200);
        var login = (await anonymous.Post("/api/users/login", new { username = name, password = TestApp.Password })).ShouldBe(200);
        return (name, (string)login["token"]!);
    }

    private static async Task WriteUntilKilledAsync(
        ApiClient user, int writer, int round, ConcurrentDictionary<string, string> answered, int target, TaskCompletionSource enough)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var start = new DateTimeOffset(2024, 1, 1 + round, writer, 0, 0, TimeSpan.Zero).AddSeconds(i).ToString("O");
                var record = (await user.Post("/api/users/run/record", new { runRecord = Run.Data(start: start, markers: 20) })).ShouldBe(200);
                answered[$"/api/users/run/records/{record["username"]}/{record["_id"]}"] = record.ToJsonString();
                if (answered.Count >= target)
                    enough.TrySetResult();
            }
        }
        catch (HttpRequestException)
        {
            // Killed.
        }
    }

    private static async Task CheckAsync(HttpClient http, List<(string Name, string Token)> users, ConcurrentDictionary<string, string> answered)
    {
        var clients = users.ToDictionary(user => user.Name, user => new ApiClient(http, user.Token));
        await Parallel.ForEachAsync(answered, async (write, _) =>
        {
            var owner = write.Key.Split('/')[^2];
            Assert.Equal(write.Value, (await clients[owner].Get(write.Key)).ShouldBe(200).ToJsonString());
        });
    }
}
