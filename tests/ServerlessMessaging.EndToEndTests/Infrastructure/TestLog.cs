using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>Records every log of the functions.</summary>
internal sealed class TestLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(int EventId, string Text)> _lines = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public IReadOnlyList<int> EventIds => [.. _lines.Select(line => line.EventId)];

    public string Text => string.Join('\n', _lines.Select(line => line.Text));

    /// <summary>Waits until an event was logged so often.</summary>
    public async Task WaitAsync(int eventId, int times = 1)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(60));
        while (EventIds.Count(id => id == eventId) < times)
        {
            try
            {
                await _signal.Reader.ReadAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Event {eventId} was not logged {times} times:\n{Text}");
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    private void Add(int eventId, string text)
    {
        _lines.Enqueue((eventId, text));
        _signal.Writer.TryWrite(true);
    }

    private sealed class Logger(TestLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add(eventId.Id, $"{formatter(state, exception)} {exception}");
    }
}
