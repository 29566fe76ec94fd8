using Microsoft.Extensions.Time.Testing;

namespace LeRun.Tests.Support;

/// <summary>A clock, with its timers, that stands still until a test moves it. It starts at a fixed time.</summary>
public sealed class TestClock() : FakeTimeProvider(new DateTimeOffset(2024, 11, 22, 14, 51, 31, TimeSpan.Zero))
{
    /// <summary>Moves forward only.</summary>
    public DateTimeOffset Now
    {
        get => GetUtcNow();
        set => SetUtcNow(value);
    }
}
