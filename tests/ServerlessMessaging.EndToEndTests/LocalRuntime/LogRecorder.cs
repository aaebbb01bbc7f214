using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

/// <summary>Keeps what the runtime logs and lets a test wait for it.</summary>
internal sealed class LogRecorder : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<LogLine> _lines = new();
    private readonly SemaphoreSlim _written = new(0);

    public IReadOnlyCollection<LogLine> Lines => _lines;

    public async Task WaitForAsync(int eventId, int times = 1)
    {
        using var deadline = new CancellationTokenSource(RuntimeHost.Patience);
        while (_lines.Count(line => line.EventId == eventId) < times)
        {
            await _written.WaitAsync(deadline.Token);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue(new LogLine(logLevel, eventId.Id, formatter(state, exception), exception));
        _written.Release();
    }

    public void Dispose()
    {
    }
}

internal sealed record LogLine(LogLevel Level, int EventId, string Text, Exception? Exception);
