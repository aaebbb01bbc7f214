namespace ServerlessMessaging.Genesys.Pacing;

/// <summary>What is known of Genesys' current window, and when a further call fits in. Not thread-safe.</summary>
internal sealed class RateWindow
{
    // What Genesys documents, until an answer tells.
    private const int FirstAllowance = 300;
    private static readonly TimeSpan FirstLength = TimeSpan.FromMinutes(1);

    // The rest is for calls of others that no answer has told yet; more of it where a call was refused lately.
    private const double LargestShare = 0.97;
    private const double SmallestShare = 0.88;
    private const double LessAfterRefusal = 0.02;
    private const double MoreAfterWindow = 0.01;

    // So much of a window may be used at once: a few callers need not wait for each other.
    private const double Burst = 0.2;

    // An answer that early in its window tells how long windows are.
    private const double EarlyShare = 0.2;

    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    private int _allowed = FirstAllowance;
    private TimeSpan _length = FirstLength;
    private DateTimeOffset _start = DateTimeOffset.MinValue;

    // The end lies between these: Genesys tells it in whole seconds, and an answer takes time.
    private DateTimeOffset _earliestEnd = DateTimeOffset.MinValue;
    private DateTimeOffset _latestEnd = DateTimeOffset.MinValue;
    private bool _isObserved;
    private int _count;
    private double _share = LargestShare;

    /// <summary>How many calls still fit in.</summary>
    public int Left => Math.Max(0, Limit - _count);

    /// <summary>How long a window lasts.</summary>
    public TimeSpan Length => _length;

    private int Limit => Math.Max(1, (int)(_allowed * _share));

    /// <summary>Begins the next window, if this one is certainly over.</summary>
    public void Turn(DateTimeOffset now)
    {
        if (now >= _latestEnd)
        {
            Begin(now);
            _share = Math.Min(LargestShare, _share + MoreAfterWindow);
        }
    }

    /// <summary>Waits for another window: a call was refused.</summary>
    /// <param name="until">When calls may begin again.</param>
    public void Refuse(DateTimeOffset until)
    {
        Begin(until);
        _share = Math.Max(SmallestShare, _share - LessAfterRefusal);
    }

    /// <summary>Counts a call whose answer told nothing.</summary>
    public void Count() => _count++;

    /// <summary>Learns from an answer.</summary>
    /// <param name="limit">What it told.</param>
    /// <param name="sent">When its call began.</param>
    /// <param name="received">When it came.</param>
    public void Observe(RateLimit limit, DateTimeOffset sent, DateTimeOffset received)
    {
        var (earliest, latest) = (sent + limit.Reset - Rounding, received + limit.Reset);
        if (latest <= _earliestEnd)
        {
            // Of a window that is over.
            return;
        }

        _allowed = limit.Allowed;
        var isOfThis = earliest <= _latestEnd;
        if (!_isObserved || !isOfThis)
        {
            _length = limit.Reset > _length || limit.Count <= _allowed * EarlyShare ? limit.Reset : _length;
            _count = isOfThis ? _count : 0;
            (_earliestEnd, _latestEnd, _isObserved) = (earliest, latest, true);
        }

        // Each answer tells the end more exactly.
        _earliestEnd = earliest > _earliestEnd ? earliest : _earliestEnd;
        _latestEnd = latest < _latestEnd ? latest : _latestEnd;
        _start = _latestEnd - _length;
        _count = Math.Max(_count, limit.Count);
    }

    /// <summary>When a call may begin.</summary>
    /// <param name="ahead">How many calls come before it that no answer has told yet.</param>
    /// <param name="earliest">The first moment that counts.</param>
    /// <param name="isGentle">Whether the calls are spread from the first one on.</param>
    public DateTimeOffset Due(int ahead, DateTimeOffset earliest, bool isGentle)
    {
        var (start, place) = earliest < _latestEnd ? (_start, Math.Min(_count, Limit) + ahead) : (earliest, ahead);
        var (windows, rest) = Math.DivRem(place, Limit);
        var spread = isGentle ? rest : Math.Max(0, rest - (Burst * Limit));
        // A window that begins with us begins when the one before is over.
        var begin = windows == 0 || earliest >= _latestEnd ? start + (windows * _length) : _latestEnd + ((windows - 1) * _length);
        var due = begin + (spread * (_length / Limit));
        return due > earliest ? due : earliest;
    }

    private void Begin(DateTimeOffset start) =>
        (_start, _earliestEnd, _latestEnd, _isObserved, _count) = (start, start, start + _length + Rounding, false, 0);
}
