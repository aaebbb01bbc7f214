using ServerlessMessaging.Genesys.RateLimiting;

namespace ServerlessMessaging.Tests.Genesys.RateLimiting;

public sealed class RateWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly ClientRateLimiter.RateWindow _window = new();

    public RateWindowTests() => _window.Update(Start);

    [Fact]
    public void NextSlot_NoResponseYet_IsByTheDocumentedLimit()
    {
        Assert.Equal(291, _window.Left);
        Assert.Equal(0, Wait(ahead: 58));
        Assert.Equal(60.0 / 291 * 0.8, Wait(ahead: 59), 3);
    }

    [Fact]
    public void NextSlot_ManyAhead_IsSpreadOverWindows()
    {
        _window.Observe(new(100, 1, TimeSpan.FromSeconds(10)), Start, Start);

        Assert.Equal(96, _window.Left);
        Assert.InRange(Wait(ahead: 95), 7.5, 8);
        Assert.Equal(10, Wait(ahead: 96), 3);
        Assert.Equal(20, Wait(ahead: 96 + 97), 3);
    }

    [Fact]
    public void NextSlot_AfterARefusal_IsSpreadFromTheFirstCall()
    {
        _window.Observe(new(100, 1, TimeSpan.FromSeconds(10)), Start, Start);

        Assert.Equal(10.0 / 97 * 6, Wait(ahead: 5, isGentle: true), 3);
    }

    [Fact]
    public void Observe_OthersUsedTheLimit_LeavesNothing()
    {
        _window.Observe(new(100, 99, TimeSpan.FromSeconds(7)), Start, Start);

        Assert.Equal(0, _window.Left);
        Assert.Equal(7, Wait(ahead: 0), 3);
    }

    [Fact]
    public void Observe_TwoResponses_NarrowTheEndOfTheWindow()
    {
        // Two responses of one window: both hold only if it ends between 9.4 s and 9.5 s from now.
        _window.Observe(new(100, 96, TimeSpan.FromSeconds(10)), Start, Start + Seconds(0.3));
        _window.Observe(new(100, 97, TimeSpan.FromSeconds(9)), Start + Seconds(0.4), Start + Seconds(0.5));

        Assert.Equal(9.5, Wait(ahead: 0), 3);
        _window.Update(Start + Seconds(9.49));
        Assert.Equal(0, _window.Left);
        _window.Update(Start + Seconds(9.5));
        Assert.Equal(97, _window.Left);
    }

    [Fact]
    public void Observe_ResponseOfThePreviousWindow_IsIgnored()
    {
        _window.Observe(new(100, 97, TimeSpan.FromSeconds(1)), Start, Start);
        _window.Update(Start + Seconds(1));

        _window.Observe(new(100, 98, TimeSpan.FromSeconds(1)), Start, Start);

        Assert.Equal(97, _window.Left);
    }

    [Fact]
    public void Observe_LimitFallsBelowCount_WaitsForTheWindowOnly()
    {
        _window.Observe(new(300, 250, TimeSpan.FromSeconds(40)), Start, Start);

        _window.Observe(new(100, 100, TimeSpan.FromSeconds(40)), Start, Start);

        Assert.Equal(40, Wait(ahead: 0), 3);
    }

    [Fact]
    public void Count_ResponsesWithoutLimit_UseTheWindow()
    {
        for (var call = 0; call < 291; call++)
        {
            _window.Count();
        }

        Assert.Equal(61, Wait(ahead: 0), 3);
    }

    [Fact]
    public void Observe_LimitOfOne_LeavesOne() => Assert.Equal(1, Left(new(1, 0, TimeSpan.FromSeconds(1))));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private int Left(RateLimit limit)
    {
        _window.Observe(limit, Start, Start);
        return _window.Left;
    }

    private double Wait(int ahead, bool isGentle = false) => (_window.NextSlot(ahead, Start, isGentle) - Start).TotalSeconds;
}
