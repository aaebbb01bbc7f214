using Microsoft.Extensions.Time.Testing;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>A clock that tests advance. Pauses of up to 100 ms, such as those between retries, end at once.</summary>
internal sealed class FakeTime() : FakeTimeProvider(new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero))
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(100);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime <= MaxPause ? TimeSpan.Zero : dueTime, period);
}
