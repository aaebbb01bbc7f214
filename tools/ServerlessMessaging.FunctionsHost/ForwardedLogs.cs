using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>Forwards the logs of an inner host to the providers of this host; the inner host filters them first.</summary>
internal sealed class ForwardedLogs(ILoggerFactory loggers) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => loggers.CreateLogger(categoryName);

    public void Dispose()
    {
        // The factory belongs to the host.
    }
}
