using LeRun.Tests.Support;
using LeRun.Users.Pictures;
using Microsoft.Extensions.DependencyInjection;
using static LeRun.Tests.Users.Pictures.PictureBodies;

namespace LeRun.Tests.Users.Pictures;

/// <summary>How many pictures are decoded at once, and what happens to the others.</summary>
public class DecodeTurnsTests : ApiTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly DecodeTurns _turns = new();
    private int _running;
    private int _most;

    [Fact]
    public async Task Two_are_decoded_at_once_and_the_others_wait_their_turn()
    {
        using var go = new SemaphoreSlim(0);
        var all = Enumerable.Range(0, 8).Select(_ => _turns.RunAsync(Decode(go), alone: false, None)).ToArray();
        await Until(() => Volatile.Read(ref _running) == 2);

        go.Release(all.Length);
        await Task.WhenAll(all).WaitAsync(Patience);

        Assert.Equal(2, _most);
    }

    [Fact]
    public async Task Picture_that_takes_much_memory_is_decoded_alone()
    {
        using var go = new SemaphoreSlim(0);
        var all = Enumerable.Range(0, 12)
            .Select(i => i % 3 == 0)
            .Select(alone => _turns.RunAsync(Decode(go, isAlone: alone), alone, None))
            .ToArray();

        go.Release(all.Length);

        foreach (var result in await Task.WhenAll(all).WaitAsync(Patience))
            Assert.True(result.TryGet(out _, out _));
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_leaves_the_turn_to_the_next()
    {
        using var go = new SemaphoreSlim(0);
        using var impatient = new CancellationTokenSource();
        var running = _turns.RunAsync(Decode(go), alone: false, None);
        var alone = _turns.RunAsync(Decode(go), alone: true, impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => alone);

        go.Release(5);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => _turns.RunAsync(Decode(go), alone: i == 1, None)).Append(running))
            .WaitAsync(Patience);
    }

    [Fact]
    public async Task Upload_is_a_503_with_a_time_to_come_back_while_too_many_wait()
    {
        var user = await App.RegisterAsync("shikai");
        var turns = App.Services.GetRequiredService<DecodeTurns>();
        using var go = new SemaphoreSlim(0);
        var all = Enumerable.Range(0, DecodeTurns.AtOnce + DecodeTurns.Waiting)
            .Select(_ => turns.RunAsync(Decode(go), alone: false, None)).ToArray();

        var busy = await user.Post("/api/users/update/profilepic", Body("raw", SamplePictures.Png));

        Assert.Equal("busy", (string?)busy.ShouldFail(503)["code"]);
        Assert.Equal("3", busy.Headers["Retry-After"]);
        go.Release(all.Length);
        await Task.WhenAll(all).WaitAsync(Patience);
        (await user.Post("/api/users/update/profilepic", Body("raw", SamplePictures.Png))).ShouldBe(200);
    }

    private Func<Result<object>> Decode(SemaphoreSlim go, bool isAlone = false) => () =>
    {
        var running = Interlocked.Increment(ref _running);
        Interlocked.Exchange(ref _most, Math.Max(Volatile.Read(ref _most), running));
        Assert.True(go.Wait(Patience));
        if (isAlone)
            Assert.Equal(1, Volatile.Read(ref _running));
        Interlocked.Decrement(ref _running);
        return new object();
    };

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
            await Task.Delay(5, patience.Token);
    }
}
