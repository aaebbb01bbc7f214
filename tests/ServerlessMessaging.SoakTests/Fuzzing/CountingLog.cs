using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.SoakTests.Fuzzing;

/// <summary>Counts the logs of each event and keeps only the first line of each, so that it does not grow while memory is measured.</summary>
internal sealed class CountingLog : ILoggerProvider
{
    private readonly ConcurrentDictionary<int, int> _counts = new();
    private readonly ConcurrentDictionary<int, string> _first = new();

    public int CountOf(int eventId) => _counts.GetValueOrDefault(eventId);

    /// <summary>The first line of an event.</summary>
    public string FirstOf(int eventId) => _first.GetValueOrDefault(eventId, string.Empty);

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    private sealed class Logger(CountingLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            log._counts.AddOrUpdate(eventId.Id, 1, (_, count) => count + 1);
            if (!log._first.ContainsKey(eventId.Id))
            {
                log._first[eventId.Id] = $"{formatter(state, exception)} {exception}";
            }
        }
    }
}
