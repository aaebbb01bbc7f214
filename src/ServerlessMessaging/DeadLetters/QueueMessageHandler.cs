using Azure.Storage.Queues.Models;
using ServerlessMessaging.Shutdown;

namespace ServerlessMessaging.DeadLetters;

/// <summary>What every queue function does around its work: it counts for the drain, and a message whose last delivery fails is dead-lettered or requeued.</summary>
public sealed partial class QueueMessageHandler(
    QueueWriter queues, RunningInvocations running, IOptions<QueueOptions> options, TimeProvider time, ILogger<QueueMessageHandler> logger)
{
    /// <summary>The beginning of the id of a message that has none of its own.</summary>
    public const string IdPrefix = "queue-";

    /// <summary>The reason of a message that the host moved to a poison queue.</summary>
    public static Problem PoisonMessage { get; } = new(
        ErrorCodes.PoisonMessage, "The host gave the message up: its process ended in every delivery. Look at the application's log of that time, mend the cause, and replay it.");

    /// <summary>Handles a message of a queue. A failure before the last delivery is left to the host, which delivers the message again.</summary>
    public async Task HandleAsync(string queue, QueueMessage message, Func<Task> handle, Func<Problem, Task> deadLetter)
    {
        using var invocation = running.Begin();
        try
        {
            await handle();
        }
        catch (Exception exception) when (message.DequeueCount >= options.Value.MaximumDeliveries)
        {
            Log.LastDeliveryFailed(logger, queue, exception);
            // The application's own queues can wait until storage works again. Onto the callers' queue it never writes.
            var detail = $"The message failed in {message.DequeueCount} deliveries. Look at the application's log for event 14014, mend the cause, and replay it.";
            await (StorageFaults.IsTransient(exception) && queue != QueueNames.Messages
                ? queues.ReturnAsync(queue, message.Body, options.Value.RequeueDelay, CancellationToken.None)
                : deadLetter(new(ErrorCodes.PoisonMessage, detail)));
        }
    }

    /// <summary>The id of a message that has none of its own.</summary>
    public static string IdOf(QueueMessage message) => IdPrefix + message.MessageId;

    /// <summary>When the queue took a message.</summary>
    public DateTimeOffset AcceptedAt(QueueMessage message) => message.InsertedOn ?? time.GetUtcNow();

    private static partial class Log
    {
        [LoggerMessage(EventIds.LastDeliveryFailed, LogLevel.Error, "A message of queue {Queue} failed in its last delivery; the exception is the cause")]
        public static partial void LastDeliveryFailed(ILogger logger, string queue, Exception exception);
    }
}
