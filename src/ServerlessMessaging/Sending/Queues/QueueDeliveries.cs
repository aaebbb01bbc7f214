using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Draining;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>What every queue function does around its own work: it is counted, and its last delivery ends in a dead letter of ours.</summary>
internal sealed class QueueDeliveries(GivenUpMessages givenUp, QueueWriter queues, RunningInvocations running, SendLog log, IOptions<SendingOptions> options)
{
    /// <summary>Handles a message. What fails before the last delivery is left to the host, which delivers it again.</summary>
    /// <param name="queue">The queue that brought it.</param>
    /// <param name="message">The message.</param>
    /// <param name="handle">The work.</param>
    public async Task HandleAsync(string queue, QueueMessage message, Func<Task> handle)
    {
        using var invocation = running.Begin();
        try
        {
            await handle();
        }
        catch (Exception exception) when (message.DequeueCount >= options.Value.MaximumDeliveries)
        {
            log.LastDeliveryFailed(queue, exception);
            await EndAsync(queue, message, exception);
        }
    }

    private Task EndAsync(string queue, QueueMessage message, Exception exception)
    {
        // Storage comes back, and the queues that are ours can wait for it. Onto the callers' queue we never write.
        return StorageFaults.Is(exception) && queue != QueueNames.Messages
            ? queues.ReturnAsync(queue, message.Body, options.Value.AccessFaultDeferral, CancellationToken.None)
            : givenUp.SetAsideAsync(
                QueueNames.WithoutPoison(queue),
                message,
                new(ErrorCodes.GaveUp, $"The message failed in {message.DequeueCount} deliveries. Look at the application's log for event 4014, mend the cause, and replay it."));
    }
}
