using System.Text.Json;

namespace LeRun.LocalHost.Demo;

/// <summary>
/// Five runners with a past, two of whom run around a lake in a room as long as the app does: so that a page, a poll or a list
/// shows something at once.
/// </summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    /// <summary>The password of all of them.</summary>
    public const string Password = "lerun demo";

    private static readonly string[] Usernames = ["xiaoming", "liyang", "anna", "bo", "dashan"];
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);
    private const double TargetMeters = 10_000;

    private readonly HttpClient _api;
    private readonly TimeProvider _clock;
    private readonly DemoRunner[] _runners;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private DemoWorld(Uri api, TimeProvider clock)
    {
        _api = new HttpClient { BaseAddress = new Uri($"{api}/") };
        _clock = clock;
        _runners = [.. Usernames.Select(username => new DemoRunner(_api, username, Password))];
    }

    /// <summary>The username of the room's host.</summary>
    public string Host => _runners[0].Username;

    /// <summary>The number of the room in which two of them run.</summary>
    public int Room { get; private set; }

    /// <summary>Makes what is missing, and lets them run.</summary>
    /// <param name="api">The address of the API.</param>
    /// <param name="clock">Tells how far they have come.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="IOException">One of the names belongs to somebody else.</exception>
    public static async Task<DemoWorld> StartAsync(Uri api, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        var world = new DemoWorld(api, clock);
        try
        {
            var isNew = false;
            foreach (var runner in world._runners)
                isNew |= await runner.EnterAsync(cancellationToken);
            if (isNew)
                await DemoData.MakeAsync(world._runners, clock.GetUtcNow(), cancellationToken);
            await world.OpenRoomAsync(cancellationToken);
            world._running = Task.WhenAll(world.RunAsync(world._runners[0], 2.9, 0), world.RunAsync(world._runners[1], 2.75, 4));
            return world;
        }
        catch (HttpRequestException e)
        {
            await world.DisposeAsync();
            throw new IOException($"The demo cannot be made in this data; --memory or another --data can. {e.Message}", e);
        }
    }

    /// <summary>Stops them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _api.Dispose();
    }

    private async Task OpenRoomAsync(CancellationToken cancellationToken)
    {
        var mine = await _runners[0].SendAsync(HttpMethod.Get, "runRoom/mine", body: null, cancellationToken);
        var room = mine.EnumerateArray().FirstOrDefault(open => open.GetProperty("username").GetString() == _runners[0].Username);
        if (room.ValueKind == JsonValueKind.Undefined)
        {
            room = await _runners[0].PostAsync(
                "runRoom/create", new { name = "绕湖 10 公里 · Around the lake", targetMeters = TargetMeters }, cancellationToken);
        }

        Room = room.GetProperty("runID").GetInt32();
        await _runners[1].PostAsync("runRoom/join", new { runID = Room }, cancellationToken);
        await _runners[0].PostAsync("runRoom/update", new { runID = Room, status = "running" }, cancellationToken);
    }

    // Each goes on for the target's length, then begins anew: the app keeps the old run as a record.
    private async Task RunAsync(DemoRunner runner, double speed, double side)
    {
        try
        {
            using var timer = new PeriodicTimer(Tick, _clock);
            var (start, sent) = (_clock.GetUtcNow(), 0);
            do
            {
                var seconds = (_clock.GetUtcNow() - start).TotalSeconds;
                if (seconds * speed > TargetMeters)
                    (start, sent, seconds) = (_clock.GetUtcNow(), 0, 0);
                sent = await UploadAsync(runner, start, sent, Math.Floor(seconds), speed, side);
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException)
        {
            // The app stops, or somebody has taken the runner's account away.
        }
    }

    private async Task<int> UploadAsync(
        DemoRunner runner, DateTimeOffset start, int sent, double seconds, double speed, double side)
    {
        var count = (int)(seconds / Tick.TotalSeconds) + 1;
        var markers = Enumerable.Range(sent, Math.Max(count - sent, 0)).Select(i =>
        {
            var (latitude, longitude, altitude) = LakeLoop.At(i * Tick.TotalSeconds * speed, side);
            return new { id = i + 1, latitude, longitude, altitude, at = i * Tick.TotalSeconds };
        });
        var now = LakeLoop.At(seconds * speed, side);
        var answer = await runner.PostAsync(
            "users/run/data/append",
            new
            {
                start,
                from = sent,
                markers,
                meters = Math.Round(seconds * speed, 1),
                seconds,
                latitude = now.Latitude,
                longitude = now.Longitude,
                running = true,
            },
            _stop.Token);
        return answer.GetProperty("next").GetInt32();
    }
}
