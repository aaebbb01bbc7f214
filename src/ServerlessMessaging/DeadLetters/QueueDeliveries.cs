using Azure.Storage.Queues.Models;
using ServerlessMessaging.Shutdown;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.DeadLetters;

/// <summary>What every queue function does around its own work: it is counted, and its last delivery ends in a dead letter of ours.</summary>
public sealed partial class QueueDeliveries(QueueWriter queues, RunningInvocations running, IOptions<QueueOptions> options, TimeProvider time, ILogger<QueueDeliveries> logger)
{
    /// <summary>How the id of a message begins that has none of its own.</summary>
    public const string IdPrefix = "queue-";

    /// <summary>Why a message of a poison queue is set aside.</summary>
    public static Problem GivenUpByTheHost { get; } = new(
        ErrorCodes.GaveUp, "The host gave the message up: its process ended in every delivery. Look at the application's log of that time, mend the cause, and replay it.");

    /// <summary>Handles a message. What fails before the last delivery is left to the host, which delivers it again.</summary>
    /// <param name="queue">The queue that brought it.</param>
    /// <param name="message">The message.</param>
    /// <param name="handle">The work.</param>
    /// <param name="giveUp">Sets the message aside.</param>
    public async Task HandleAsync(string queue, QueueMessage message, Func<Task> handle, Func<Problem, Task> giveUp)
    {
        using var invocation = running.Begin();
        try
        {
            await handle();
        }
        catch (Exception exception) when (message.DequeueCount >= options.Value.MaximumDeliveries)
        {
            Log.LastDeliveryFailed(logger, queue, exception);
            await EndAsync(queue, message, exception, giveUp);
        }
    }

    /// <summary>The id of what a message brought, where it has none of its own.</summary>
    public static string IdOf(QueueMessage message) => IdPrefix + message.MessageId;

    /// <summary>When the queue took a message.</summary>
    public DateTimeOffset AcceptedAt(QueueMessage message) => message.InsertedOn ?? time.GetUtcNow();

    private Task EndAsync(string queue, QueueMessage message, Exception exception, Func<Problem, Task> giveUp)
    {
        // Storage comes back, and the queues that are ours can wait for it; what is damaged stays so. Onto the callers' queue we never write.
        return StorageFaults.IsTransient(exception) && queue != QueueNames.Messages
            ? queues.ReturnAsync(queue, message.Body, options.Value.PutBackDelay, CancellationToken.None)
            : giveUp(new(ErrorCodes.GaveUp, $"The message failed in {message.DequeueCount} deliveries. Look at the application's log for event 4014, mend the cause, and replay it."));
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.LastDeliveryFailed, LogLevel.Error, "A message of queue {Queue} failed in its last delivery")]
        public static partial void LastDeliveryFailed(ILogger logger, string queue, Exception exception);
    }
}
