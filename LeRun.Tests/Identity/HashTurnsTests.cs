using System.Text.Json.Nodes;
using LeRun.Identity;
using LeRun.Tests.Infra;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Identity;

public class HashTurnsTests
{
    private const int Places = 20;

    private readonly ManualResetEventSlim _gate = new();
    private readonly SemaphoreSlim _step = new(0);
    private readonly List<string> _done = [];

    [Fact]
    public async Task Logins_go_before_registrations_and_take_their_places()
    {
        var queue = new HashTurns(workers: 1, waiting: 2);
        var running = Run(queue, "running", HashUse.Registration);
        var first = Run(queue, "first registration", HashUse.Registration);
        var second = Run(queue, "second registration", HashUse.Registration);
        var third = Run(queue, "third registration", HashUse.Registration);
        var login = Run(queue, "login", HashUse.Login);

        Assert.IsType<Busy>(await third);
        Assert.IsType<Busy>(await second);
        _gate.Set();

        Assert.All([await running, await first, await login], Assert.Null);
        Assert.Equal(["running", "login", "first registration"], _done);
    }

    [Fact]
    public async Task Hash_has_a_thread_of_its_own()
    {
        var isPooled = await new HashTurns(1, 0).RunAsync(
            () => Thread.CurrentThread.IsThreadPoolThread, HashUse.Login, "someone", CancellationToken.None);

        Assert.True(isPooled.TryGet(out var pooled, out _));
        Assert.False(pooled);
    }

    [Fact]
    public async Task Whoever_gives_up_leaves_the_place_to_others()
    {
        var queue = new HashTurns(workers: 1, waiting: 1);
        using var impatient = new CancellationTokenSource();
        var running = Run(queue, "running", HashUse.Login);
        var leaving = Run(queue, "leaving", HashUse.Login, impatient.Token);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        var next = Run(queue, "next", HashUse.Registration);
        _gate.Set();

        Assert.All([await running, await next], Assert.Null);
        Assert.Equal(["running", "next"], _done);
    }

    [Fact]
    public async Task Where_too_many_wait_the_rest_get_a_503_with_retry_after()
    {
        var queue = new HashTurns(workers: 1, waiting: 0);
        await using var app = await TestApp.StartAsync(configure: services => services.AddSingleton(queue));
        var user = await app.RegisterAsync("shikai");
        var running = Run(queue, "running", HashUse.Login);

        Reply[] refused =
        [
            await app.Anonymous.Post("/api/users", new { username = "liyang", password = TestApp.Password }),
            await app.Anonymous.Post("/api/users/login", new { username = "shikai", password = TestApp.Password }),
            await user.Put("/api/users/update", new { password = "another horse" }),
        ];

        foreach (var reply in refused)
        {
            reply.ShouldFail(503);
            Assert.True(reply.Headers.ContainsKey("Retry-After"));
        }

        (await user.Get("/api/users")).ShouldBe(200);
        _gate.Set();
        Assert.Null(await running);
        await app.LoginAsync("shikai");
    }

    [Fact]
    public void Functions_host_takes_no_more_requests_at_once_than_an_instance_can_hold() =>
        Assert.InRange(
            (int)JsonNode.Parse(Repository.Read("host.json"))!["extensions"]!["http"]!["maxConcurrentRequests"]!, 1, 200);

    [Fact]
    public async Task Twenty_wait_for_each_hash_that_runs_and_no_more()
    {
        var queue = HashTurns.ForThisMachine();
        var workers = Math.Max(1, Environment.ProcessorCount - 1);
        var all = Enumerable.Range(0, workers * (1 + Places))
            .Select(i => Run(queue, $"user {i}", HashUse.Login)).ToList();

        var more = Run(queue, "one more", HashUse.Login);
        var (isRefused, waiting) = (more.IsCompleted, all.Count(one => !one.IsCompleted));
        _gate.Set();

        Assert.True(isRefused);
        Assert.IsType<Busy>(await more);
        Assert.Equal(workers * (1 + Places), waiting);
        Assert.All(await Task.WhenAll(all), Assert.Null);
    }

    [Fact]
    public async Task Accounts_that_log_in_on_end_do_not_keep_out_another_one()
    {
        var queue = new HashTurns(workers: 1, Places);
        var flood = Enumerable.Range(0, 200).Select(i => $"flood {i}").ToArray();
        foreach (var account in flood)
            await Step(queue, account, isRunning: true);
        // Whoever is refused comes again at once, so that no place is ever empty.
        var waiting = flood.Select(account => Step(queue, account)).ToList();
        Assert.Equal(200 - 1 - Places, waiting.Count(one => one.IsCompleted));

        for (var i = 0; i < 10; i++)
        {
            var newcomer = Step(queue, $"newcomer {i}");
            waiting.AddRange(flood.Select(account => Step(queue, account)));
            Assert.False(newcomer.IsCompleted);
            // The hash that runs, and the newcomer's.
            _step.Release(2);
            Assert.Null(await newcomer.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        _step.Release(1_000);
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Account_that_was_served_longest_ago_goes_first()
    {
        var queue = new HashTurns(workers: 1, waiting: 3);
        _gate.Set();
        foreach (var account in new[] { "first", "second", "third" })
            await Run(queue, account, HashUse.Login);
        _gate.Reset();
        _done.Clear();

        var all = new[] { "new", "third", "first", "second" }.Select(account => Run(queue, account, HashUse.Login)).ToList();
        _gate.Set();

        Assert.All(await Task.WhenAll(all), Assert.Null);
        Assert.Equal(["new", "first", "second", "third"], _done);
    }

    [Fact]
    public async Task Account_that_asks_many_times_at_once_waits_for_all_others_after_the_first()
    {
        var queue = new HashTurns(workers: 1, waiting: 3);
        var running = Run(queue, "running", HashUse.Login);
        var greedy = Enumerable.Range(0, 3).Select(_ => Run(queue, "greedy", HashUse.Login)).ToList();
        var other = Run(queue, "other", HashUse.Login);

        Assert.IsType<Busy>(await greedy[2]);
        _gate.Set();

        Assert.All([await running, await greedy[0], await greedy[1], await other], Assert.Null);
        Assert.Equal(["running", "greedy", "other", "greedy"], _done);
    }

    [Fact]
    public async Task New_password_after_the_proof_of_the_old_one_does_not_go_to_the_end()
    {
        var queue = new HashTurns(workers: 1, waiting: 2);
        _gate.Set();
        await Run(queue, "changing", HashUse.Login);
        await Run(queue, "flood", HashUse.Login);
        _gate.Reset();
        var running = Run(queue, "running", HashUse.Login);
        var flood = Run(queue, "flood", HashUse.Login);
        var changing = Run(queue, "changing", HashUse.NewPassword);
        _gate.Set();

        Assert.All([await running, await flood, await changing], Assert.Null);
        Assert.Equal(["changing", "flood", "running", "changing", "flood"], _done);
    }

    // Runs a login's hash that ends with the next step.
    private async Task<Failure?> Step(HashTurns queue, string account, bool isRunning = false)
    {
        if (isRunning)
            _step.Release();
        var hash = await queue.RunAsync(
            () => _step.Wait(TimeSpan.FromSeconds(30), CancellationToken.None), HashUse.Login, account, CancellationToken.None);
        return hash.TryGet(out _, out var failure) ? null : failure;
    }

    // Returns why it did not run; null if it did. Its name is its account's.
    private async Task<Failure?> Run(HashTurns queue, string name, HashUse use, CancellationToken cancellationToken = default)
    {
        var account = use == HashUse.Registration ? null : name;
        var hash = await queue.RunAsync(
            () =>
            {
                _gate.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
                lock (_done)
                    _done.Add(name);
                return name;
            },
            use,
            account,
            cancellationToken);
        return hash.TryGet(out _, out var failure) ? null : failure;
    }
}
