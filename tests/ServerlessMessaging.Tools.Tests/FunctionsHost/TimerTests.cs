using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Time.Testing;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

public sealed class TimerTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 27, 2, 59, 0, TimeSpan.Zero);

    private readonly Channel<TimerInfo> _ticks = Channel.CreateUnbounded<TimerInfo>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Timer_OccurrenceDue_RunsWithScheduleStatus()
    {
        var time = new FakeTimeProvider(Start);
        await using var sut = await TestHost.StartAsync(new() { OnTick = TickAsync }, new() { TimeProvider = time }, settings: ("Schedule", "0 0 3 27,28 * *"));

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(_ticks.Reader.TryRead(out _));
        time.Advance(TimeSpan.FromSeconds(1));
        var first = await NextAsync();
        await sut.Log.WaitForAsync(line => line.EventId == 9011 && line.Text.Contains("2026-02-28 03:00:00Z", StringComparison.Ordinal));
        time.Advance(TimeSpan.FromDays(1));
        var second = await NextAsync();

        // The next occurrence is a month away, longer than one wait.
        await sut.Log.WaitForAsync(line => line.EventId == 9011 && line.Text.Contains("2026-03-27 03:00:00Z", StringComparison.Ordinal));
        time.Advance(TimeSpan.FromDays(26));
        Assert.False(_ticks.Reader.TryRead(out _));

        Assert.False(first.IsPastDue);
        Assert.Equal(new DateTime(2026, 2, 28, 3, 0, 0, DateTimeKind.Utc), first.ScheduleStatus?.Next);
        Assert.Equal(new DateTime(2026, 2, 27, 3, 0, 0, DateTimeKind.Utc), second.ScheduleStatus?.Last);
    }

    private Task TickAsync(TimerInfo timer) => _ticks.Writer.WriteAsync(timer, Cancellation).AsTask();

    private Task<TimerInfo> NextAsync() => _ticks.Reader.ReadAsync(Cancellation).AsTask().WaitAsync(TestHost.WaitTimeout, Cancellation);
}
