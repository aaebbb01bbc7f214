using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Genesys.Pacing;

/// <summary>
/// Spreads the calls of one OAuth client over Genesys' windows, so that the limit is kept and not hit: it learns from every answer,
/// lets calls begin in the order they came, and stops all of them where Genesys says so.
/// </summary>
public sealed partial class Pacer
{
    // A refusal that does not say for how long.
    private static readonly TimeSpan UnknownStop = TimeSpan.FromSeconds(5);

    // Calls that were under way together are refused together, each for whole seconds.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    private readonly string _clientId;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly RateWindow _window = new();
    private readonly LinkedList<Waiter> _waiting = new();
    private readonly PriorityQueue<DateTimeOffset, DateTimeOffset> _promised = new();
    private readonly ITimer _timer;
    private readonly DateTimeOffset _origin;
    private readonly long _originTimestamp;
    private DateTimeOffset _stoppedUntil = DateTimeOffset.MinValue;
    private DateTimeOffset _gentleUntil = DateTimeOffset.MinValue;
    private int _underWay;

    /// <summary>Begins without knowledge: with what Genesys documents.</summary>
    public Pacer(string clientId, TimeProvider time, ILogger<Pacer> logger)
    {
        (_clientId, _time, _logger) = (clientId, time, logger);
        (_origin, _originTimestamp) = (time.GetUtcNow(), time.GetTimestamp());
        _timer = time.CreateTimer(_ => Pump(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The longest that one refusal stops every caller, and the longest time to a slot. Who is told to wait longer waits alone.</summary>
    public static TimeSpan LongestStop { get; } = TimeSpan.FromSeconds(180);

    /// <summary>How long a call would have to wait now, and how many more fit into the window.</summary>
    public (TimeSpan Wait, int Left) Room
    {
        get
        {
            lock (_lock)
            {
                var now = Turn();
                return (Due(now, _waiting.Count) - now, _window.Left - _underWay - _waiting.Count);
            }
        }
    }

    /// <summary>Waits until a call may begin. It must be ended by <see cref="End"/>.</summary>
    /// <param name="patience">How long the caller can wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>When the call begins.</returns>
    /// <exception cref="GenesysException">The caller cannot wait so long. <see cref="GenesysFailure.RetryAfter"/> tells when a slot for him is expected, at most <see cref="LongestStop"/> from now.</exception>
    public async Task<DateTimeOffset> TakeAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var place = Join(patience);
        try
        {
            return await place.Value.Begun.Task.WaitAsync(patience, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            if (Leave(place))
            {
                throw Reserve();
            }
        }
        catch (OperationCanceledException)
        {
            if (Leave(place))
            {
                throw;
            }
        }

        // The call has begun in this very moment.
        return await place.Value.Begun.Task;
    }

    /// <summary>Ends a call that had begun, and learns from its answer.</summary>
    /// <param name="begun">When it began.</param>
    /// <param name="answer">The answer; null where no call was made.</param>
    public void End(DateTimeOffset begun, GenesysAnswer? answer)
    {
        lock (_lock)
        {
            _underWay--;
            var now = Turn();
            if (answer?.RateLimit is { } limit)
            {
                _window.Observe(limit, begun, now);
            }
            else if (answer is { Delivery: not Delivery.NotWritten, IsRateLimited: false })
            {
                _window.Count();
            }

            if (answer is { IsRateLimited: true })
            {
                Stop(now, answer.RetryAfter ?? (answer.RateLimit is { } used && used.Count >= used.Allowed ? used.Reset : UnknownStop));
            }

            Pump(now);
        }
    }

    private void Stop(DateTimeOffset now, TimeSpan wait)
    {
        if (wait > LongestStop)
        {
            Log.StopTooLong(_logger, _clientId, wait.TotalSeconds);
            return;
        }

        var until = now + wait;
        if (until > _stoppedUntil + Rounding)
        {
            _window.Refuse(until);
            Log.Stopped(_logger, _clientId, wait.TotalSeconds);
        }

        _stoppedUntil = until > _stoppedUntil ? until : _stoppedUntil;
        // Others use the limit too, or it is smaller than we thought: no burst for a whole window.
        _gentleUntil = _stoppedUntil + _window.Length;
        // Whose patience ends before that need not stand in line.
        foreach (var waiter in _waiting.Where(waiter => waiter.Until < _stoppedUntil).ToList())
        {
            _waiting.Remove(waiter);
            waiter.Begun.SetException(Reserve());
        }
    }

    private LinkedListNode<Waiter> Join(TimeSpan patience)
    {
        lock (_lock)
        {
            var now = Turn();
            if (Due(now, _waiting.Count) - now > patience)
            {
                throw Reserve();
            }

            var place = _waiting.AddLast(new Waiter(now + patience));
            Pump(now);
            return place;
        }
    }

    // False where the call has begun, or was dismissed, in this very moment.
    private bool Leave(LinkedListNode<Waiter> place)
    {
        lock (_lock)
        {
            if (place.List is null)
            {
                return false;
            }

            _waiting.Remove(place);
            return true;
        }
    }

    private GenesysException Reserve()
    {
        lock (_lock)
        {
            var now = Turn();
            while (_promised.TryPeek(out var past, out _) && past <= now)
            {
                _promised.Dequeue();
            }

            var due = Due(now, _waiting.Count + _promised.Count);
            var slot = due - now < LongestStop ? due : now + LongestStop;
            _promised.Enqueue(slot, slot);
            return new(new(FailureKind.RateLimited, ErrorCodes.RateLimited, "Genesys' rate limit is used up for now. Nothing was sent; try again after Retry-After.")
            {
                RetryAfter = slot - now,
                IsReservation = true,
            });
        }
    }

    // A clock that is set back must not stop anybody.
    private DateTimeOffset Turn()
    {
        var now = _origin + _time.GetElapsedTime(_originTimestamp);
        _window.Turn(now);
        return now;
    }

    private DateTimeOffset Due(DateTimeOffset now, int ahead) =>
        _window.Due(_underWay + ahead, now > _stoppedUntil ? now : _stoppedUntil, now < _gentleUntil);

    private void Pump()
    {
        lock (_lock)
        {
            Pump(Turn());
        }
    }

    private void Pump(DateTimeOffset now)
    {
        while (_waiting.First is { } first)
        {
            var due = Due(now, ahead: 0);
            if (due > now)
            {
                _timer.Change(due - now < LongestStop ? due - now : LongestStop, Timeout.InfiniteTimeSpan);
                return;
            }

            _waiting.RemoveFirst();
            _underWay++;
            first.Value.Begun.SetResult(now);
        }
    }

    private sealed record Waiter(DateTimeOffset Until)
    {
        public TaskCompletionSource<DateTimeOffset> Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.CallsStopped, LogLevel.Warning, "Genesys refused a call of OAuth client {ClientId} for its rate: none is made for {Seconds} s")]
        public static partial void Stopped(ILogger logger, string clientId, double seconds);

        [LoggerMessage(EventIds.StopTooLong, LogLevel.Error, "Genesys asks OAuth client {ClientId} to wait for {Seconds} s: only that request waits so long")]
        public static partial void StopTooLong(ILogger logger, string clientId, double seconds);
    }
}
