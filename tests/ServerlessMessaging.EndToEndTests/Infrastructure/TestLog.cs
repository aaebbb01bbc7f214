using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>Keeps every line that the functions log.</summary>
internal sealed class TestLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(int EventId, string Text)> _lines = new();

    public IReadOnlyList<int> EventIds => [.. _lines.Select(line => line.EventId)];

    public string Text => string.Join('\n', _lines.Select(line => line.Text));

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<(int, string)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((eventId.Id, $"{formatter(state, exception)} {exception}"));
    }
}
