using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>Collects the log lines of a test.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(int EventId, LogLevel Level, string Text)> _lines = new();

    public IReadOnlyList<int> EventIds => [.. _lines.Select(line => line.EventId)];

    public string Text => string.Join('\n', _lines.Select(line => line.Text));

    /// <summary>The lines of an event.</summary>
    public IEnumerable<string> Find(int eventId) => _lines.Where(line => line.EventId == eventId).Select(line => line.Text);

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<(int, LogLevel, string)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((eventId.Id, logLevel, $"{formatter(state, exception)} {exception}"));
    }
}
