using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Takes the messages of one queue, never more than a batch and the threshold at once.</summary>
internal sealed class QueueListener(
    QueueFunction function,
    QueueClient queue,
    MessageProcessor processor,
    QueueSettings settings,
    IOptions<LocalRuntimeOptions> options,
    TimeProvider time,
    ILogger<QueueListener> logger)
{
    private readonly PollingInterval _interval = new(settings.MaxPollingInterval);
    private readonly List<Task> _running = [];

    public async Task RunAsync(CancellationToken stopping, CancellationToken end)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await RoomForABatchAsync(stopping);
                if (!await TakeBatchAsync(stopping, end))
                {
                    await Task.Delay(_interval.Next(), time, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested || end.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task RoomForABatchAsync(CancellationToken stopping)
    {
        _running.RemoveAll(task => task.IsCompleted);
        while (_running.Count > settings.Threshold)
        {
            await Task.WhenAny(_running).WaitAsync(stopping);
            _running.RemoveAll(task => task.IsCompleted);
        }
    }

    private async Task<bool> TakeBatchAsync(CancellationToken stopping, CancellationToken end)
    {
        var batch = await ReceiveAsync(end);
        if (stopping.IsCancellationRequested)
        {
            // They came too late: back at once, so that nobody waits for the whole lease.
            await Task.WhenAll(batch.Select(message => processor.HandBackAsync(message, end)));
            return true;
        }

        _running.AddRange(batch.Select(message => processor.ProcessAsync(message, end)));
        if (batch.Length > 0)
        {
            _interval.Reset();
        }

        return batch.Length > 0;
    }

    private async Task<QueueMessage[]> ReceiveAsync(CancellationToken end)
    {
        try
        {
            // Only the end cuts this call: a message received and never seen would stay away for its whole lease.
            var response = await queue.ReceiveMessagesAsync(settings.BatchSize, options.Value.QueueLease, end);
            return response.Value;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            // The queue may be made later; until then it is an empty one.
            RuntimeLog.QueueMissing(logger, function.Name, function.QueueName);
            return [];
        }
        catch (Exception exception) when (!end.IsCancellationRequested)
        {
            // Whatever ails the storage account, the next poll may find it well.
            RuntimeLog.ReceiveFailed(logger, exception, function.Name, function.QueueName);
            return [];
        }
    }
}
