using System.Text.Json.Nodes;
using LeRun.Identity;
using LeRun.Tests.Infra;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Identity;

public class HashTurnsTests
{
    private readonly ManualResetEventSlim _gate = new();
    private readonly List<string> _done = [];

    [Fact]
    public async Task Logins_go_before_registrations_and_take_their_places()
    {
        var queue = new HashTurns(workers: 1, waiting: 2);
        var running = Run(queue, "running", HashPriority.Registration);
        var first = Run(queue, "first registration", HashPriority.Registration);
        var second = Run(queue, "second registration", HashPriority.Registration);
        var third = Run(queue, "third registration", HashPriority.Registration);
        var login = Run(queue, "login", HashPriority.Login);

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
            () => Thread.CurrentThread.IsThreadPoolThread, HashPriority.Login, CancellationToken.None);

        Assert.True(isPooled.TryGet(out var pooled, out _));
        Assert.False(pooled);
    }

    [Fact]
    public async Task Whoever_gives_up_leaves_the_place_to_others()
    {
        var queue = new HashTurns(workers: 1, waiting: 1);
        using var impatient = new CancellationTokenSource();
        var running = Run(queue, "running", HashPriority.Login);
        var leaving = Run(queue, "leaving", HashPriority.Login, impatient.Token);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        var next = Run(queue, "next", HashPriority.Registration);
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
        var running = Run(queue, "running", HashPriority.Login);

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

    // Returns why it did not run; null if it did.
    private async Task<Failure?> Run(
        HashTurns queue, string name, HashPriority priority, CancellationToken cancellationToken = default)
    {
        var hash = await queue.RunAsync(
            () =>
            {
                _gate.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
                _done.Add(name);
                return name;
            },
            priority,
            cancellationToken);
        return hash.TryGet(out _, out var failure) ? null : failure;
    }
}
