namespace ServerlessMessaging.Genesys.RateLimiting;

/// <summary>A client's rate limit as a response states it: the calls of a window, how many were made, and the rest of the window, rounded up to whole seconds.</summary>
public sealed record RateLimit(int Allowed, int Count, TimeSpan Reset);

public sealed partial class ClientRateLimiter
{
    /// <summary>The known state of the current window, and when the next call fits in. Not thread-safe.</summary>
    internal sealed class RateWindow
    {
        // The documented limit, until a response states it.
        private const int FirstAllowance = 300;
        private static readonly TimeSpan FirstLength = TimeSpan.FromMinutes(1);

        // The rest is for calls of other processes that no response has reported yet; it is larger after a refusal.
        private const double MaxShare = 0.97;
        private const double MinShare = 0.88;
        private const double LessAfterRefusal = 0.02;
        private const double MoreAfterWindow = 0.01;

        // This share of a window may be used at once, so that a few callers do not wait for each other.
        private const double Burst = 0.2;

        // A response this early in a window shows the length of windows.
        private const double EarlyShare = 0.2;

        private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

        private int _allowed = FirstAllowance;
        private DateTimeOffset _start = DateTimeOffset.MinValue;

        // The end is between these: Genesys states it in whole seconds, and a response takes time.
        private DateTimeOffset _earliestEnd = DateTimeOffset.MinValue;
        private DateTimeOffset _latestEnd = DateTimeOffset.MinValue;
        private bool _isObserved;
        private int _count;
        private double _share = MaxShare;

        /// <summary>How many calls still fit in.</summary>
        public int Left => Math.Max(0, Limit - _count);

        public TimeSpan Length { get; private set; } = FirstLength;

        private int Limit => Math.Max(1, (int)(_allowed * _share));

        /// <summary>Starts the next window, if this one has ended for certain.</summary>
        public void Update(DateTimeOffset now)
        {
            if (now >= _latestEnd)
            {
                Begin(now);
                _share = Math.Min(MaxShare, _share + MoreAfterWindow);
            }
        }

        /// <summary>Starts a window at this time: a call was refused until then.</summary>
        public void Refuse(DateTimeOffset until)
        {
            Begin(until);
            _share = Math.Max(MinShare, _share - LessAfterRefusal);
        }

        /// <summary>Counts a call whose response has no rate limit.</summary>
        public void Count() => _count++;

        /// <summary>Learns from the response to a call that began at <paramref name="sent"/>.</summary>
        public void Observe(RateLimit limit, DateTimeOffset sent, DateTimeOffset received)
        {
            var (earliest, latest) = (sent + limit.Reset - Rounding, received + limit.Reset);
            if (latest <= _earliestEnd)
            {
                // The response is about a previous window.
                return;
            }

            _allowed = limit.Allowed;
            var isOfThis = earliest <= _latestEnd;
            if (!_isObserved || !isOfThis)
            {
                Length = limit.Reset > Length || limit.Count <= _allowed * EarlyShare ? limit.Reset : Length;
                _count = isOfThis ? _count : 0;
                (_earliestEnd, _latestEnd, _isObserved) = (earliest, latest, true);
            }

            // Each response narrows the end.
            _earliestEnd = earliest > _earliestEnd ? earliest : _earliestEnd;
            _latestEnd = latest < _latestEnd ? latest : _latestEnd;
            _start = _latestEnd - Length;
            _count = Math.Max(_count, limit.Count);
        }

        /// <summary>When a call may begin.</summary>
        /// <param name="ahead">The number of earlier calls without a response.</param>
        /// <param name="earliest">The first moment that counts.</param>
        /// <param name="isGentle">Whether the calls are spread from the first one on.</param>
        public DateTimeOffset NextSlot(int ahead, DateTimeOffset earliest, bool isGentle)
        {
            var (start, place) = earliest < _latestEnd ? (_start, Math.Min(_count, Limit) + ahead) : (earliest, ahead);
            var (windows, rest) = Math.DivRem(place, Limit);
            var spread = isGentle ? rest : Math.Max(0, rest - (Burst * Limit));
            // A window that begins with this call begins when the previous one ends.
            var begin = windows == 0 || earliest >= _latestEnd ? start + (windows * Length) : _latestEnd + ((windows - 1) * Length);
            var slot = begin + (spread * (Length / Limit));
            return slot > earliest ? slot : earliest;
        }

        private void Begin(DateTimeOffset start) =>
            (_start, _earliestEnd, _latestEnd, _isObserved, _count) = (start, start, start + Length + Rounding, false, 0);
    }
}
