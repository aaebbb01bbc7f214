namespace ServerlessMessaging.Genesys.Pacing;

/// <summary>
/// Spreads the calls of one OAuth client over Genesys' windows, so that the limit is kept and not hit: it learns the allowance from
/// every answer, gives each call a slot, and stops all of them where Genesys says so.
/// </summary>
internal sealed class Pacer(TimeProvider time)
{
    // What Genesys documents, until an answer tells.
    private const int FirstAllowance = 300;
    private static readonly TimeSpan FirstLength = TimeSpan.FromMinutes(1);

    // So much of a window may be used at once: a few callers need not wait for each other.
    private const double Burst = 0.2;

    // The server's windows are told in whole seconds.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1.5);

    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _promised = new();
    private int _allowed = FirstAllowance;
    private TimeSpan _length = FirstLength;
    private DateTimeOffset _start = DateTimeOffset.MinValue;
    private DateTimeOffset _end = DateTimeOffset.MinValue;
    private DateTimeOffset _stoppedUntil = DateTimeOffset.MinValue;
    private int _taken;
    private int _underWay;
    private TimeSpan _lastReset;
    private bool _isKnown;
    private bool _isGentle;

    /// <summary>The longest that one answer stops every caller. What is told to wait longer waits alone.</summary>
    public static TimeSpan LongestStop { get; } = TimeSpan.FromSeconds(180);

    /// <summary>Reserves a slot.</summary>
    /// <param name="patience">How long the caller can wait.</param>
    /// <returns>How long until the slot; and whether the caller can wait for it. Where he cannot, the slot stays promised for when he comes again.</returns>
    public (TimeSpan Wait, bool IsPatient) Reserve(TimeSpan patience)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now >= _stoppedUntil && TryTakePromised(now))
            {
                _underWay++;
                return (TimeSpan.Zero, true);
            }

            var wait = Next(now) - now;
            if (wait <= patience)
            {
                _underWay++;
                return (wait, true);
            }

            _promised.Enqueue(now + wait);
            return (wait, false);
        }
    }

    /// <summary>Ends a call that had a slot, and learns from its answer.</summary>
    /// <param name="limit">What the answer told; null where it told nothing, or none came.</param>
    public void End(RateLimit? limit)
    {
        lock (_lock)
        {
            _underWay = Math.Max(0, _underWay - 1);
            if (limit is null)
            {
                return;
            }

            var now = time.GetUtcNow();
            var end = now + limit.Reset;
            _allowed = Math.Max(1, limit.Allowed);
            if (!_isKnown || limit.Reset > _lastReset + Rounding)
            {
                // A window begins, or the first one is seen: what is left of it is the best that is known of its length.
                _length = limit.Reset;
            }

            _lastReset = limit.Reset;
            if (end > _end + Rounding)
            {
                // A window that somebody else began.
                (_start, _end, _taken) = (end - _length, end, limit.Count + _underWay);
            }
            else if (!_isKnown || (end - _start).Duration() > (end - _end).Duration())
            {
                // The window that we are in: each answer tells its end more exactly. One of the window before tells nothing more.
                _end = end < _end ? end : _end;
                _start = _end - _length;
                // Those under way are not in Genesys' count yet.
                _taken = Math.Max(_taken, limit.Count + _underWay);
            }

            _isKnown = true;
        }
    }

    /// <summary>Stops everybody: Genesys refused a call for its rate.</summary>
    /// <param name="wait">How long Genesys wants to be left alone.</param>
    public void Stop(TimeSpan wait)
    {
        if (wait > LongestStop)
        {
            return;
        }

        lock (_lock)
        {
            var until = time.GetUtcNow() + wait;
            if (until > _stoppedUntil)
            {
                _stoppedUntil = until;
                Begin(until);
            }

            // Others use the limit too, or it is smaller than we thought: no burst for a while.
            _isGentle = true;
        }
    }

    private bool TryTakePromised(DateTimeOffset now)
    {
        // What was promised and not called for in a whole window will not be.
        while (_promised.TryPeek(out var forgotten) && forgotten < now - _length)
        {
            _promised.Dequeue();
        }

        return _promised.TryPeek(out var due) && due <= now && _promised.TryDequeue(out _);
    }

    private DateTimeOffset Next(DateTimeOffset now)
    {
        var earliest = now > _stoppedUntil ? now : _stoppedUntil;
        if (earliest >= _end)
        {
            // A window in which nobody was refused ends the caution.
            _isGentle = _isGentle && earliest < _end + _length;
            Begin(earliest);
        }
        else if (_taken >= _allowed)
        {
            Begin(_end);
        }

        var due = _start + ((_taken - (_isGentle ? 0 : Burst * _allowed)) * (_length / _allowed));
        _taken++;
        var slot = due > earliest ? due : earliest;
        return slot > _start ? slot : _start;
    }

    private void Begin(DateTimeOffset start)
    {
        (_start, _end, _taken) = (start, start + _length, 0);
    }
}
