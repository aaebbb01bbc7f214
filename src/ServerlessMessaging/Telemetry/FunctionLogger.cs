namespace ServerlessMessaging.Telemetry;

/// <summary>
/// Logs the events of the application under <see cref="LogCategory"/>, because several functions share the same classes:
/// a send from a queue is logged as <c>SendQueuedMessage</c>, not as the class that sends. Outside of functions, and for other libraries, the type is the category.
/// </summary>
internal sealed class FunctionLogger<T>(ILoggerFactory loggers) : ILogger<T>
{
    private static readonly bool IsOfApplication = typeof(T).Namespace?.StartsWith(LogCategory.Prefix, StringComparison.Ordinal) == true;

    private readonly Logger<T> _typeLogger = new(loggers);

    // The factory keeps one logger for each category.
    private ILogger Current => IsOfApplication && LogCategory.Current is { } category ? loggers.CreateLogger(category) : _typeLogger;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => Current.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => Current.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Current.Log(logLevel, eventId, state, exception, formatter);
}
