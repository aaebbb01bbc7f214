using ServerlessMessaging.Genesys.Pacing;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys.Pacing;

public sealed class PacerTests
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(20);

    private readonly ManualTimeProvider _time = new();
    private readonly Pacer _pacer;

    public PacerTests() => _pacer = new(_time);

    [Fact]
    public void A_few_callers_need_not_wait() => Assert.All(Enumerable.Range(0, 60), _ => Assert.Equal(TimeSpan.Zero, _pacer.Reserve(Patient).Wait));

    [Fact]
    public void A_crowd_is_spread_over_the_window()
    {
        var waits = Enumerable.Range(0, 160).Select(_ => _pacer.Reserve(TimeSpan.FromMinutes(2)).Wait.TotalSeconds).ToArray();

        // 300 a minute, a fifth of them at once, the others 0.2 s apart.
        Assert.Equal(0, waits[60], 3);
        Assert.Equal(0.2, waits[61], 3);
        Assert.Equal(19.8, waits[159], 3);
    }

    [Fact]
    public void What_is_beyond_the_window_goes_into_the_next()
    {
        for (var call = 0; call < 300; call++)
        {
            _pacer.Reserve(TimeSpan.FromMinutes(5));
        }

        Assert.Equal(60, _pacer.Reserve(TimeSpan.FromMinutes(5)).Wait.TotalSeconds, 3);
    }

    [Fact]
    public void Who_cannot_wait_is_promised_a_slot_and_finds_it_when_he_comes_again()
    {
        _pacer.End(new(10, 10, TimeSpan.FromSeconds(30)));

        var (wait, isPatient) = _pacer.Reserve(Patient);
        Assert.Equal((30, false), (wait.TotalSeconds, isPatient));
        _time.Advance(wait);

        Assert.Equal((TimeSpan.Zero, true), _pacer.Reserve(TimeSpan.Zero));
    }

    [Fact]
    public void An_answer_tells_that_others_use_the_limit_too()
    {
        _pacer.Reserve(Patient);
        _pacer.End(new(300, 299, TimeSpan.FromSeconds(12)));

        Assert.InRange(_pacer.Reserve(Patient).Wait.TotalSeconds, 0, 12);
        Assert.Equal(12, _pacer.Reserve(Patient).Wait.TotalSeconds, 1);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(180)]
    public void A_refusal_stops_everybody_for_as_long_as_it_says(double seconds)
    {
        _pacer.Stop(TimeSpan.FromSeconds(seconds));

        var waits = Enumerable.Range(0, 5).Select(_ => _pacer.Reserve(TimeSpan.FromHours(1)).Wait.TotalSeconds).ToArray();

        Assert.Equal(seconds, waits[0], 3);
        // And then gently: one after the other.
        Assert.Equal(seconds + 0.8, waits[4], 3);
    }

    [Fact]
    public void A_refusal_for_hours_stops_nobody_else()
    {
        _pacer.Stop(TimeSpan.FromHours(24));

        Assert.Equal(TimeSpan.Zero, _pacer.Reserve(Patient).Wait);
    }

    [Theory]
    [InlineData(300, 10, 1)]
    [InlineData(300, 10, 12)]
    [InlineData(300, 60, 12)]
    [InlineData(180, 60, 4)]
    public void A_backlog_uses_the_windows_and_is_refused_once_at_the_most(int allowed, int seconds, int concurrency)
    {
        var server = new Windows(allowed, TimeSpan.FromSeconds(seconds), _time);
        var due = new PriorityQueue<int, DateTimeOffset>(Enumerable.Range(0, concurrency).Select(worker => (worker, _time.GetUtcNow())));
        var begin = _time.GetUtcNow();
        var refused = 0;
        var sent = 0;
        while (sent < allowed * 5)
        {
            due.TryDequeue(out var worker, out var at);
            if (at > _time.GetUtcNow())
            {
                _time.Advance(at - _time.GetUtcNow());
            }

            if (!due.UnorderedItems.Any(item => item.Element == worker + concurrency) && worker < concurrency)
            {
                // It takes its slot; the call is made when the slot comes.
                due.Enqueue(worker + concurrency, _time.GetUtcNow() + _pacer.Reserve(TimeSpan.FromHours(1)).Wait);
                continue;
            }

            var (limit, isRefused) = server.Count();
            _pacer.End(limit);
            if (isRefused)
            {
                refused++;
                _pacer.Stop(limit.Reset);
            }
            else
            {
                sent++;
            }

            due.Enqueue(worker - concurrency, _time.GetUtcNow() + TimeSpan.FromMilliseconds(20));
        }

        var windows = (_time.GetUtcNow() - begin).TotalSeconds / seconds;
        Assert.InRange(refused, 0, 1);
        Assert.True(windows <= 5 / 0.95, $"{sent} calls took {windows:0.00} windows of {allowed}");
    }

    /// <summary>The server's side: windows of a fixed length that begin with the first call.</summary>
    private sealed class Windows(int allowed, TimeSpan length, TimeProvider time)
    {
        private DateTimeOffset _start = DateTimeOffset.MinValue;
        private int _count;

        public (RateLimit Limit, bool IsRefused) Count()
        {
            var now = time.GetUtcNow();
            if (now >= _start + length)
            {
                (_start, _count) = (now, 0);
            }

            var isRefused = _count >= allowed;
            _count += isRefused ? 0 : 1;
            return (new(allowed, _count, TimeSpan.FromSeconds(Math.Ceiling((_start + length - now).TotalSeconds))), isRefused);
        }
    }
}
