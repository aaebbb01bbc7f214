using System.Collections.Concurrent;

namespace ServerlessMessaging.Telemetry;

/// <summary>
/// Bounds the log lines that anyone on the internet can cause, which could otherwise use up the daily quota of the workspace.
/// Of each kind the first is logged at once, and what follows together, once a minute, with its number.
/// </summary>
public sealed class BoundedLog(TimeProvider time) : IDisposable
{
    /// <summary>The time between two lines of a kind.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>Logs an event now, or later together with others of its kind.</summary>
    /// <param name="kind">One of few: what a caller sends must not be part of it.</param>
    /// <param name="log">Logs a number of events of this kind.</param>
    public void Write(string kind, Action<int> log) => _lines.GetOrAdd(kind, _ => new(time, log)).Add();

    /// <summary>Logs what is not logged yet.</summary>
    public void Dispose()
    {
        foreach (var line in _lines.Values)
        {
            line.Dispose();
        }
    }

    private sealed class Line : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly Action<int> _log;
        private readonly ITimer _timer;
        private int _waiting;
        private bool _isInInterval;

        public Line(TimeProvider time, Action<int> log)
        {
            _log = log;
            // A later line belongs to no single request, so not to the trace of the first one either.
            using IDisposable? none = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
            _timer = time.CreateTimer(_ => EndInterval(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Add()
        {
            lock (_lock)
            {
                if (_isInInterval)
                {
                    _waiting++;
                    return;
                }

                _isInInterval = true;
                _timer.Change(Interval, Timeout.InfiniteTimeSpan);
            }

            _log(1);
        }

        public void Dispose()
        {
            _timer.Dispose();
            LogWaiting();
        }

        private void EndInterval()
        {
            lock (_lock)
            {
                _isInInterval = _waiting > 0;
                if (_isInInterval)
                {
                    _timer.Change(Interval, Timeout.InfiniteTimeSpan);
                }
            }

            LogWaiting();
        }

        private void LogWaiting()
        {
            if (Interlocked.Exchange(ref _waiting, 0) is > 0 and var count)
            {
                _log(count);
            }
        }
    }
}
