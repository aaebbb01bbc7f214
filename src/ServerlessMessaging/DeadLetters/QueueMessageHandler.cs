using Azure.Storage.Queues.Models;
using ServerlessMessaging.Shutdown;

namespace ServerlessMessaging.DeadLetters;

/// <summary>Handles a queue message: the invocation is counted for the drain, and a message whose last delivery fails is dead-lettered or requeued.</summary>
public sealed partial class QueueMessageHandler(
    QueueWriter queues, RunningInvocations running, IOptions<QueueOptions> options, TimeProvider time, ILogger<QueueMessageHandler> logger)
{
    /// <summary>The beginning of the id of a message that has none of its own.</summary>
    public const string IdPrefix = "queue-";

    private static readonly Problem PoisonMessage = new(
        ErrorCodes.PoisonMessage, "The process ended in every delivery of the message. Find the cause in the log of that time, correct it, and replay the message.");

    /// <summary>Handles a message of a queue. A failure before the last delivery is left to the host, which delivers the message again.</summary>
    public async Task HandleAsync(string queue, QueueMessage message, Func<Task> handle, Func<Problem, Task> deadLetter)
    {
        using var invocation = running.Begin();
        try
        {
            await handle();
        }
        catch (Exception exception) when (message.DequeueCount >= options.Value.MaxDequeueCount)
        {
            Log.LastDeliveryFailed(logger, queue, exception);
            // Messages of its own queues wait until storage works again. The application never writes to the callers' queue.
            var detail = $"The message failed in {message.DequeueCount} deliveries. Find the cause in the log, event 14014, correct it, and replay the message.";
            await (StorageFaults.IsTransient(exception) && queue != QueueNames.Messages
                ? queues.ReturnAsync(queue, message.Body, options.Value.RequeueDelay, CancellationToken.None)
                : deadLetter(new(ErrorCodes.PoisonMessage, detail)));
        }
    }

    /// <summary>
    /// Dead-letters a message of a poison queue. The last delivery puts it anew instead: the host would neither run nor delete it afterwards,
    /// and its own message on a poison queue is deleted after 7 days.
    /// </summary>
    public async Task HandlePoisonAsync(string queue, QueueMessage message, Func<Problem, Task> deadLetter)
    {
        using var invocation = running.Begin();
        if (message.DequeueCount < options.Value.MaxDequeueCount)
        {
            await deadLetter(PoisonMessage);
            return;
        }

        await queues.ReturnAsync(queue, message.Body, options.Value.RequeueDelay, CancellationToken.None);
        Log.PoisonMessageReturned(logger, queue, message.DequeueCount - 1);
    }

    /// <summary>The id of a message that has none of its own.</summary>
    public static string IdOf(QueueMessage message) => IdPrefix + message.MessageId;

    /// <summary>When a message was put onto the queue.</summary>
    public DateTimeOffset AcceptedAt(QueueMessage message) => message.InsertedOn ?? time.GetUtcNow();

    private static partial class Log
    {
        [LoggerMessage(EventIds.LastDeliveryFailed, LogLevel.Error, "A message of queue {Queue} failed in its last delivery; the exception is the cause")]
        public static partial void LastDeliveryFailed(ILogger logger, string queue, Exception exception);

        [LoggerMessage(EventIds.PoisonMessageReturned, LogLevel.Error, "A message of poison queue {Queue} was put anew, because it could not be dead-lettered in {Deliveries} deliveries; find the cause in the log of that time and correct it")]
        public static partial void PoisonMessageReturned(ILogger logger, string queue, long deliveries);
    }
}
