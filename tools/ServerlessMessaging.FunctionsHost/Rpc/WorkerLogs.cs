using System.Globalization;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.FunctionsHost.Protocol;

namespace ServerlessMessaging.FunctionsHost.Rpc;

/// <summary>Writes the logs of the worker and of its invocations into the logs of the host, with category, level, event id and exception.</summary>
internal sealed class WorkerLogs(ILoggerFactory loggers)
{
    public void Write(RpcLog log)
    {
        // Metrics are sent as logs too; the official host does not print them either.
        if (log.LogCategory == RpcLog.Types.RpcLogCategory.CustomMetric)
        {
            return;
        }

        // The official host drops logs of the function app outside of an invocation.
        if (log.LogCategory == RpcLog.Types.RpcLogCategory.User && log.InvocationId.Length == 0)
        {
            return;
        }

        var logger = loggers.CreateLogger(log.Category);
        if (logger.IsEnabled((LogLevel)log.Level))
        {
            _ = int.TryParse(log.EventId, NumberStyles.Integer, CultureInfo.InvariantCulture, out var eventId);
            var exception = log.Exception is null ? null : new WorkerReportedException(log.Exception);
            logger.Log((LogLevel)log.Level, eventId, log, exception, static (state, _) => state.Message);
        }
    }
}
