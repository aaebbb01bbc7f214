using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

/// <summary>Records log lines and waits for one.</summary>
internal sealed class LogRecorder : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyCollection<LogLine> Lines => _lines;

    /// <summary>The first line that matches, as soon as there is one.</summary>
    public async Task<LogLine> WaitForAsync(Predicate<LogLine> matches)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TestHost.WaitTimeout);
        while (true)
        {
            var written = Volatile.Read(ref _written);
            if (_lines.FirstOrDefault(line => matches(line)) is { } found)
            {
                return found;
            }

            try
            {
                await written.Task.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"No such line in:\n{string.Join('\n', _lines.Where(line => line.Category != "Azure.Core"))}");
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void Dispose()
    {
    }

    private void Add(LogLine line)
    {
        _lines.Enqueue(line);
        Interlocked.Exchange(ref _written, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private sealed class Recorder(LogRecorder owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner.Add(new LogLine(category, logLevel, eventId.Id, formatter(state, exception), exception));
    }
}

internal sealed record LogLine(string Category, LogLevel Level, int EventId, string Text, Exception? Exception);
