using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Genesys.RateLimiting;

/// <summary>
/// Spreads the calls of one OAuth client over the rate limit windows of Genesys, to avoid 429: it reads the state from every response,
/// starts calls in the order of their arrival, and pauses all of them after 429.
/// </summary>
public sealed partial class ClientRateLimiter(string clientId, TimeProvider time, ILogger<ClientRateLimiter> logger)
{
    // For a 429 without Retry-After.
    private static readonly TimeSpan DefaultThrottle = TimeSpan.FromSeconds(5);

    // Concurrent calls are refused together, each for whole seconds.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly RateWindow _window = new();
    private readonly LinkedList<Waiter> _waiters = new();
    private readonly PriorityQueue<DateTimeOffset, DateTimeOffset> _reserved = new();
    private readonly DateTimeOffset _origin = time.GetUtcNow();
    private readonly long _originTimestamp = time.GetTimestamp();
    private ITimer? _timer;
    private DateTimeOffset _throttledUntil = DateTimeOffset.MinValue;
    private DateTimeOffset _gentleUntil = DateTimeOffset.MinValue;
    private int _inProgress;

    /// <summary>The maximum time that a 429 pauses every call, and the maximum time to a slot. A longer Retry-After delays its own call only.</summary>
    public static TimeSpan MaxThrottle { get; } = TimeSpan.FromSeconds(180);

    /// <summary>The wait of a call that starts now, and the number of free calls in the window.</summary>
    public (TimeSpan Wait, int Left) Availability
    {
        get
        {
            lock (_lock)
            {
                var now = Now();
                return (NextSlot(now, _waiters.Count) - now, _window.Left - _inProgress - _waiters.Count);
            }
        }
    }

    /// <summary>Waits until a call may start and returns that time. The call must be ended by <see cref="Release"/>.</summary>
    /// <exception cref="GenesysException">No slot in that time; RetryAfter leads to a slot that is reserved for the caller, at most <see cref="MaxThrottle"/> away.</exception>
    public async Task<DateTimeOffset> AcquireAsync(TimeSpan maxWait, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            var now = Now();
            if (NextSlot(now, _waiters.Count) - now > maxWait)
            {
                throw Throttled();
            }

            waiter = new Waiter(now + maxWait, new(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.AddLast(waiter);
            ReleaseWaiters();
        }

        using var timeout = new CancellationTokenSource(maxWait, time);
        using var onTimeout = timeout.Token.Register(() => Remove(waiter, Throttled));
        using var onCancellation = cancellationToken.Register(() => Remove(waiter, () => new OperationCanceledException(cancellationToken)));
        return await waiter.Begun.Task;
    }

    /// <summary>Ends a call and reads the limit from its response; null where no call was made.</summary>
    public void Release(DateTimeOffset begun, GenesysResponse? response)
    {
        lock (_lock)
        {
            _inProgress--;
            var now = Now();
            if (response?.RateLimit is { } limit)
            {
                _window.Observe(limit, begun, now);
            }
            else if (response is { Delivery: not Delivery.NotSent, IsRateLimited: false })
            {
                _window.Count();
            }

            if (response is { IsRateLimited: true })
            {
                Throttle(now, response.RetryAfter ?? (response.RateLimit is { } used && used.Count >= used.Allowed ? used.Reset : DefaultThrottle));
            }

            ReleaseWaiters();
        }
    }

    private void Throttle(DateTimeOffset now, TimeSpan wait)
    {
        if (wait > MaxThrottle)
        {
            Log.LongRateLimit(logger, clientId, wait.TotalSeconds);
            return;
        }

        var until = now + wait;
        if (until > _throttledUntil + Rounding)
        {
            _window.Refuse(until);
            Log.Stopped(logger, clientId, wait.TotalSeconds);
        }

        _throttledUntil = until > _throttledUntil ? until : _throttledUntil;
        // Other processes use the limit too, or it is smaller than assumed: no burst for a whole window.
        _gentleUntil = _throttledUntil + _window.Length;
        // A caller that cannot wait so long fails now.
        foreach (var waiter in _waiters.Where(waiter => waiter.Until < _throttledUntil).ToList())
        {
            Remove(waiter, Throttled);
        }
    }

    // No effect if the call was started or removed at the same moment.
    private void Remove(Waiter waiter, Func<Exception> reason)
    {
        lock (_lock)
        {
            if (_waiters.Remove(waiter))
            {
                waiter.Begun.SetException(reason());
            }
        }
    }

    private GenesysException Throttled()
    {
        lock (_lock)
        {
            var now = Now();
            while (_reserved.TryPeek(out var past, out _) && past <= now)
            {
                _reserved.Dequeue();
            }

            var next = NextSlot(now, _waiters.Count + _reserved.Count);
            var slot = next - now < MaxThrottle ? next : now + MaxThrottle;
            _reserved.Enqueue(slot, slot);
            return new(new(FailureKind.RateLimited, ErrorCodes.RateLimited, "The rate limit of Genesys is used up. Nothing was sent; try again after Retry-After.")
            {
                RetryAfter = slot - now,
                IsReservation = true,
            });
        }
    }

    // A clock that is set back must not stop calls.
    private DateTimeOffset Now()
    {
        var now = _origin + time.GetElapsedTime(_originTimestamp);
        _window.Update(now);
        return now;
    }

    private DateTimeOffset NextSlot(DateTimeOffset now, int ahead) =>
        _window.NextSlot(_inProgress + ahead, now > _throttledUntil ? now : _throttledUntil, now < _gentleUntil);

    private void ReleaseWaiters()
    {
        lock (_lock)
        {
            var now = Now();
            while (_waiters.First is { } first)
            {
                var slot = NextSlot(now, ahead: 0);
                if (slot > now)
                {
                    _timer ??= time.CreateTimer(_ => ReleaseWaiters(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                    _timer.Change(slot - now < MaxThrottle ? slot - now : MaxThrottle, Timeout.InfiniteTimeSpan);
                    return;
                }

                _waiters.RemoveFirst();
                _inProgress++;
                first.Value.Begun.SetResult(now);
            }
        }
    }

    private sealed record Waiter(DateTimeOffset Until, TaskCompletionSource<DateTimeOffset> Begun);

    private static partial class Log
    {
        [LoggerMessage(EventIds.ClientPaused, LogLevel.Warning, "Genesys returned 429 to OAuth client {ClientId}; it makes no calls for {Seconds} s")]
        public static partial void Stopped(ILogger logger, string clientId, double seconds);

        [LoggerMessage(EventIds.LongRetryAfter, LogLevel.Error, "Genesys returned 429 to OAuth client {ClientId} with a Retry-After of {Seconds} s; only that request waits so long, ask Genesys which limit is used up")]
        public static partial void LongRateLimit(ILogger logger, string clientId, double seconds);
    }
}
