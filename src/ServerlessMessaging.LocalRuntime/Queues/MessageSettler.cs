using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>What becomes of a message: deleted, released for another try, or moved to the poison queue.</summary>
internal sealed class MessageSettler(
    QueueFunction function,
    QueueClient queue,
    PoisonQueue poisonQueue,
    QueueSettings settings,
    ILogger<MessageSettler> logger)
{
    // The message was taken over, settled by its function or deleted with its queue: nothing is left to do.
    public static bool IsGone(RequestFailedException exception) =>
        exception.Status == 404 || exception.ErrorCode == QueueErrorCode.PopReceiptMismatch;

    public Task SucceedAsync(QueueMessage message, string popReceipt, CancellationToken end) =>
        SettleAsync(message, () => DeleteAsync(message, popReceipt, end), end);

    public Task FailAsync(QueueMessage message, string popReceipt, CancellationToken end) =>
        message.DequeueCount >= settings.MaxDequeueCount || poisonQueue.Name is null
            ? PoisonAsync(message, popReceipt, end)
            : ReleaseAsync(message, popReceipt, settings.VisibilityTimeout, end);

    public Task ReleaseAsync(QueueMessage message, string popReceipt, TimeSpan visibilityTimeout, CancellationToken end) =>
        SettleAsync(
            message,
            () => queue.UpdateMessageAsync(message.MessageId, popReceipt, visibilityTimeout: visibilityTimeout, cancellationToken: end),
            end);

    /// <summary>In a poison queue this leaves the message alone: it stays invisible until its lease ends.</summary>
    public Task PoisonAsync(QueueMessage message, string popReceipt, CancellationToken end)
    {
        if (poisonQueue.Name is not { } name)
        {
            return Task.CompletedTask;
        }

        RuntimeLog.MessagePoisoned(logger, function.Name, message.MessageId, name, message.DequeueCount);
        return SettleAsync(
            message,
            async () =>
            {
                await poisonQueue.AddAsync(message, end);
                await DeleteAsync(message, popReceipt, end);
            },
            end);
    }

    private async Task DeleteAsync(QueueMessage message, string popReceipt, CancellationToken end) =>
        await queue.DeleteMessageAsync(message.MessageId, popReceipt, end);

    private async Task SettleAsync(QueueMessage message, Func<Task> settle, CancellationToken end)
    {
        try
        {
            await settle();
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // A worker that is dead settles nothing.
        }
        catch (RequestFailedException exception) when (IsGone(exception))
        {
            RuntimeLog.LeaseLost(logger, queue.Name, message.MessageId);
        }
        catch (Exception exception)
        {
            // The message is not lost: its lease ends and it comes back.
            RuntimeLog.SettlingFailed(logger, exception, function.Name, message.MessageId);
        }
    }
}
