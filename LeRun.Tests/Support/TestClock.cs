using Microsoft.Extensions.Time.Testing;

namespace LeRun.Tests.Support;

/// <summary>A clock, with its timers, that stands still until a test moves it. It starts at a fixed time.</summary>
public sealed class TestClock() : FakeTimeProvider(new DateTimeOffset(2024, 11, 22, 14, 51, 31, TimeSpan.Zero))
{
    /// <summary>Raised before the clock moves.</summary>
    public event Action? Moving;

    /// <summary>Moves forward only.</summary>
    public DateTimeOffset Now
    {
        get => GetUtcNow();
        set
        {
            Moving?.Invoke();
            SetUtcNow(value);
        }
    }

    /// <summary>Moves the clock, and fires the timers on its way.</summary>
    public new void Advance(TimeSpan delta)
    {
        Moving?.Invoke();
        base.Advance(delta);
    }
}
