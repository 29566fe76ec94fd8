using LeRun.Identity;

namespace LeRun.Tests.Identity;

public class KeyedLockTests
{
    private readonly KeyedLock _lock = new();

    [Fact]
    public async Task Holder_of_a_key_keeps_out_others_of_that_key_until_it_leaves()
    {
        var holder = await EnterAsync("key");
        var next = EnterAsync("key");
        Assert.False(next.IsCompleted);

        holder.Dispose();

        (await next.WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
    }

    [Fact]
    public async Task Keys_do_not_wait_for_each_other_however_many_are_held()
    {
        for (var i = 0; i < 5_000; i++)
            Assert.True(EnterAsync($"key {i}").IsCompletedSuccessfully);

        await EnterAsync("another key").WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Whoever_gives_up_keeps_nobody_out()
    {
        using var impatient = new CancellationTokenSource();
        var holder = await EnterAsync("key");
        var leaving = _lock.EnterAsync("key", impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);

        var next = EnterAsync("key");
        Assert.False(next.IsCompleted);
        holder.Dispose();

        (await next.WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
        Assert.True(EnterAsync("key").IsCompletedSuccessfully);
    }

    private Task<IDisposable> EnterAsync(string key) => _lock.EnterAsync(key, CancellationToken.None);
}
