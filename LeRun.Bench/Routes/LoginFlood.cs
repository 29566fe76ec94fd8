using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using LeRun.Bench.Load;

namespace LeRun.Bench.Routes;

/// <summary>
/// How long somebody waits for a login, and for another route, while 200 accounts log in on end, with right passwords, and come
/// again at once when they are refused.
/// </summary>
internal static class LoginFlood
{
    private const int Attackers = 200;
    private const int Newcomers = 15;

    // Whoever has not come in by then has not come in.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task RunAsync()
    {
        await using var app = await BenchApp.StartAsync(hashIterations: null);
        var attackers = app.Register(Attackers);
        var newcomers = app.Register(Newcomers, signIn: false);
        using var http = new HttpClient { BaseAddress = app.Address };
        using var end = new CancellationTokenSource();
        var answers = new ConcurrentDictionary<HttpStatusCode, int>();
        var flood = attackers.Select(attacker => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
                answers.AddOrUpdate(await LoginAsync(http, attacker), 1, (_, count) => count + 1);
        })).ToList();
        await Task.Delay(TimeSpan.FromSeconds(3));

        var (waits, reads, first) = (new List<double>(), new List<double>(), 0);
        foreach (var newcomer in newcomers)
        {
            var (watch, tries) = (Stopwatch.StartNew(), 1);
            // The response says to come again in 3 s.
            for (; await LoginAsync(http, newcomer) != HttpStatusCode.OK && watch.Elapsed < Patience; tries++)
                await Task.Delay(TimeSpan.FromSeconds(3));
            waits.Add(watch.Elapsed.TotalMilliseconds);
            first += tries == 1 ? 1 : 0;
            watch.Restart();
            await ReadAsync(http, attackers[0]);
            reads.Add(watch.Elapsed.TotalMilliseconds);
        }

        await end.CancelAsync();
        await Task.WhenAll(flood);
        var inTime = waits.Count(wait => wait < Patience.TotalMilliseconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Attackers} accounts: {string.Join(", ", answers.Select(answer => $"{answer.Value} answers {(int)answer.Key}"))}
            {Newcomers} others: {inTime} log in within {Patience.TotalSeconds} s, {first} at the first try; {Of(waits)} ms
            GET /users/x: {Of(reads)} ms
            """));

        static string Of(List<double> times) => string.Create(
            CultureInfo.InvariantCulture, $"median {times.Order().ElementAt(times.Count / 2):N0}, longest {times.Max():N0}");
    }

    private static async Task<HttpStatusCode> LoginAsync(HttpClient http, Runner runner)
    {
        using var response = await http.PostAsJsonAsync(
            "/api/users/login", new { username = runner.Username, password = BenchApp.Password });
        return response.StatusCode;
    }

    private static async Task ReadAsync(HttpClient http, Runner runner)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/users/{runner.Username}");
        request.Headers.Authorization = new("Bearer", runner.Token);
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
