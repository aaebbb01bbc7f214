using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.RateLimiting;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys.RateLimiting;

public sealed class ClientRateLimiterTests : IDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly CapturedLog _log = new();
    private readonly ClientRateLimiter _limiter;
    private readonly ILoggerFactory _logging;

    public ClientRateLimiterTests()
    {
        _logging = LoggerFactory.Create(logging => logging.AddProvider(_log));
        _limiter = new("client-1", _time, _logging.CreateLogger<ClientRateLimiter>());
    }

    public void Dispose()
    {
        _logging.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task AcquireAsync_FewCallers_DoNotWait()
    {
        for (var call = 0; call < 50; call++)
        {
            Assert.Equal(_time.GetUtcNow(), await AcquireAsync());
        }
    }

    [Fact]
    public async Task AcquireAsync_SeveralWaiters_BeginInOrder()
    {
        Release(Limit(5, 1, 4), Limit(5, 5, 4));
        var callers = Enumerable.Range(0, 4).Select(_ => AcquireAsync()).ToArray();

        foreach (var (caller, seconds) in callers.Zip([4, 0.25, 1, 1]))
        {
            Assert.False(caller.IsCompleted);
            _time.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal(_time.GetUtcNow(), await caller, TimeSpan.FromSeconds(0.3));
        }
    }

    [Fact]
    public async Task AcquireAsync_NoTimeToWait_ThrowsWithAReservedSlot()
    {
        Release(Limit(10, 9, 30));

        var first = await Assert.ThrowsAsync<GenesysException>(AcquireAsync);
        var second = await Assert.ThrowsAsync<GenesysException>(AcquireAsync);

        Assert.Equal((FailureKind.RateLimited, null, 30.0), (first.Failure.Kind, first.Failure.Status, first.Failure.RetryAfter!.Value.TotalSeconds));
        Assert.InRange(second.Failure.RetryAfter!.Value.TotalSeconds, 30, 40);
        _time.Advance(first.Failure.RetryAfter.Value);
        Assert.Equal(_time.GetUtcNow(), await AcquireAsync());
    }

    [Fact]
    public async Task AcquireAsync_ManyReservations_KeepTheLimit()
    {
        Release(Limit(10, 9, 30));

        var slots = new List<double>();
        for (var caller = 0; caller < 45; caller++)
        {
            slots.Add((await Assert.ThrowsAsync<GenesysException>(AcquireAsync)).Failure.RetryAfter!.Value.TotalSeconds);
        }

        Assert.All(Enumerable.Range(1, 5), window => Assert.InRange(slots.Count(slot => slot >= window * 30 && slot < (window + 1) * 30), 1, 9));
    }

    [Fact]
    public async Task AcquireAsync_Cancelled_TakesNoSlot()
    {
        Release(Limit(10, 9, 12));
        using var cancellation = new CancellationTokenSource();
        var cancelled = _limiter.AcquireAsync(MaxWait, cancellation.Token);
        var next = AcquireAsync();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        _time.Advance(TimeSpan.FromSeconds(12));

        Assert.Equal(_time.GetUtcNow(), await next);
    }

    [Fact]
    public async Task Release_NoCallMade_LetsTheNextBegin()
    {
        Release(Limit(2, 0, 19));
        await AcquireAsync();
        var next = AcquireAsync();

        // The call was not made.
        _limiter.Release(_time.GetUtcNow(), null);

        Assert.Equal(_time.GetUtcNow(), await next);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(42)]
    public async Task Release_RateLimited_StopsAllAndThenResumesSlowly(double seconds)
    {
        Release(Refused(seconds));

        var waits = new List<double>();
        for (var caller = 0; caller < 5; caller++)
        {
            waits.Add((await Assert.ThrowsAsync<GenesysException>(() => _limiter.AcquireAsync(TimeSpan.Zero, CancellationToken.None))).Failure.RetryAfter!.Value.TotalSeconds);
        }

        Assert.All(waits, wait => Assert.True(wait >= seconds, $"{wait}"));
        Assert.True(waits[4] > seconds + 0.7, "No burst after a refusal.");
        Assert.Equal([12209], _log.EventIds);
    }

    [Fact]
    public void Release_RateLimitedFor180Seconds_StopsForThatLong()
    {
        Release(Refused(180));

        Assert.Equal(TimeSpan.FromSeconds(180), _limiter.Availability.Wait);
    }

    [Fact]
    public async Task Release_SeveralRateLimitedTogether_StopOnce()
    {
        for (var call = 0; call < 5; call++)
        {
            await AcquireAsync();
        }

        for (var call = 0; call < 5; call++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            _limiter.Release(_time.GetUtcNow(), Refused(10));
        }

        Assert.Equal([12209], _log.EventIds);
        Assert.Equal(TimeSpan.FromSeconds(10), _limiter.Availability.Wait);
    }

    [Fact]
    public async Task Release_RateLimitedForHours_StopsNoOtherCallAndIsLogged()
    {
        Release(Refused(86_400));

        Assert.Equal(_time.GetUtcNow(), await AcquireAsync());
        Assert.Equal([12210], _log.EventIds);
    }

    [Fact]
    public async Task AcquireAsync_WindowWithoutRefusal_ResumesAtFullSpeed()
    {
        Release(Limit(100, 1, 10));
        Release(Refused(5));
        _time.Advance(TimeSpan.FromSeconds(5.1));
        var afterRefusal = await WaitsAsync(10);
        _time.Advance(TimeSpan.FromSeconds(60));
        var afterWindow = await WaitsAsync(10);

        Assert.InRange(afterRefusal, 0.5, 2);
        Assert.Equal(0, afterWindow);
    }

    [Fact]
    public async Task Release_SeveralRateLimitedWithWindow_StopUntilItsEnd()
    {
        Release(Limit(100, 1, 10));
        for (var call = 0; call < 3; call++)
        {
            await AcquireAsync();
        }

        for (var call = 0; call < 3; call++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            _limiter.Release(_time.GetUtcNow(), Refused(10) with { RateLimit = new(100, 100, TimeSpan.FromSeconds(10)) });
        }

        Assert.InRange(_limiter.Availability.Wait.TotalSeconds, 10, 10.2);
        _time.Advance(TimeSpan.FromSeconds(10.2));
        Assert.InRange(await WaitsAsync(10), 0.5, 1.5);
    }

    [Fact]
    public async Task AcquireAsync_TimeEndsWhileWaiting_ThrowsWithAReservedSlot()
    {
        Release(Limit(100, 1, 10));
        var callers = Enumerable.Range(0, 30).Select(_ => AcquireAsync()).ToArray();

        // Another process used the slots that the waiters expected.
        _limiter.Release(await callers[0], Limit(100, 100, 60));
        _time.Advance(TimeSpan.FromSeconds(20));

        var exception = await Assert.ThrowsAsync<GenesysException>(() => callers[^1]);
        Assert.True(exception.Failure.IsReservation);
        Assert.InRange(exception.Failure.RetryAfter!.Value.TotalSeconds, 39, 60);
    }

    [Fact]
    public async Task Release_StopOutlastsTheWaiters_EndsTheirWaitAtOnce()
    {
        Release(Limit(100, 1, 10));
        var callers = Enumerable.Range(0, 30).Select(_ => AcquireAsync()).ToArray();

        _limiter.Release(await callers[0], Refused(60));

        var exception = await Assert.ThrowsAsync<GenesysException>(() => callers[^1]);
        Assert.InRange(exception.Failure.RetryAfter!.Value.TotalSeconds, 60, 180);
    }

    [Fact]
    public async Task AcquireAsync_ManyReservations_AreAtMostThreeMinutesAway()
    {
        Release(Limit(1, 1, 60));

        for (var caller = 0; caller < 50; caller++)
        {
            var exception = await Assert.ThrowsAsync<GenesysException>(AcquireAsync);
            Assert.InRange(exception.Failure.RetryAfter!.Value.TotalSeconds, 60, 180);
        }
    }

    [Fact]
    public async Task Release_RateLimitedWithoutRetryAfter_StopsFor5Seconds()
    {
        Release(new GenesysResponse(Delivery.ResponseReceived) { Status = HttpStatusCode.TooManyRequests });

        var waiting = AcquireAsync();
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(_time.GetUtcNow(), await waiting);
    }

    [Theory]
    [InlineData(100, 42)]
    [InlineData(7, 5)]
    public void Release_RateLimitedWithWindowOnly_StopsUntilItsEndIfUsedUp(int count, double seconds)
    {
        Release(new GenesysResponse(Delivery.ResponseReceived) { Status = HttpStatusCode.TooManyRequests, RateLimit = new(100, count, TimeSpan.FromSeconds(42)) });

        Assert.Equal(seconds, _limiter.Availability.Wait.TotalSeconds, 3);
    }

    [Fact]
    public void Availability_PartOfTheWindowUsed_IsTheRest()
    {
        Release(Limit(100, 50, 30));

        Assert.Equal((TimeSpan.Zero, 47), _limiter.Availability);
    }

    private static GenesysResponse Limit(int allowed, int count, double reset) =>
        new(Delivery.ResponseReceived) { Status = HttpStatusCode.Accepted, RateLimit = new(allowed, count, TimeSpan.FromSeconds(reset)) };

    private static GenesysResponse Refused(double seconds) =>
        new(Delivery.ResponseReceived) { Status = HttpStatusCode.TooManyRequests, RetryAfter = TimeSpan.FromSeconds(seconds) };

    // Seconds that the last of so many callers would wait.
    private async Task<double> WaitsAsync(int callers)
    {
        for (var caller = 1; caller < callers; caller++)
        {
            try
            {
                await _limiter.AcquireAsync(TimeSpan.Zero, CancellationToken.None);
            }
            catch (GenesysException)
            {
                // Its slot stays reserved.
            }
        }

        return (await Record.ExceptionAsync(() => _limiter.AcquireAsync(TimeSpan.Zero, CancellationToken.None)) as GenesysException)?.Failure.RetryAfter?.TotalSeconds ?? 0;
    }

    private Task<DateTimeOffset> AcquireAsync() => _limiter.AcquireAsync(MaxWait, CancellationToken.None);

    // Calls that began together, and end one after the other.
    private void Release(params GenesysResponse[] responses)
    {
        var calls = responses.Select(_ => AcquireAsync()).ToArray();
        Assert.All(calls, call => Assert.True(call.IsCompletedSuccessfully));
        Array.ForEach(responses, response => _limiter.Release(_time.GetUtcNow(), response));
    }
}
