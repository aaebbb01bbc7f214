using Azure.Storage.Queues.Models;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Azure.WebJobs.Host.Queues;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.FunctionsHost.Rpc;

namespace ServerlessMessaging.FunctionsHost.Queues;

/// <summary>Settles messages as the WebJobs SDK does, except those of a worker that ended: they are delivered again when their visibility timeout expires, as under the official host.</summary>
internal sealed class QueueProcessors(Func<bool> releaseLost, ILogger logger) : IQueueProcessorFactory
{
    public QueueProcessor Create(QueueProcessorOptions queueProcessorOptions) => new Processor(queueProcessorOptions, releaseLost, logger);

    private sealed class Processor(QueueProcessorOptions options, Func<bool> releaseLost, ILogger logger) : QueueProcessor(options)
    {
        private readonly string _queue = options.Queue.Name;

        protected override Task CompleteProcessingMessageAsync(QueueMessage message, FunctionResult result, CancellationToken cancellationToken)
        {
            if (releaseLost() || result.Exception?.GetBaseException() is not WorkerEndedException)
            {
                return base.CompleteProcessingMessageAsync(message, result, cancellationToken);
            }

            HostLog.MessageLeftLeased(logger, message.MessageId, _queue);
            return Task.CompletedTask;
        }
    }
}
