using Azure.Storage.Queues.Models;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>What the host gave up, because its process died with it again and again: it becomes a dead letter.</summary>
public sealed class PoisonedMessages(QueueMessageHandler deliveries, GivenUpMessages givenUp)
{
    /// <summary>Sets a message aside.</summary>
    /// <param name="poisonQueue">The poison queue that brought it.</param>
    /// <param name="message">The message.</param>
    public Task CollectAsync(string poisonQueue, QueueMessage message)
    {
        return deliveries.HandleAsync(poisonQueue, message, () => SetAsideAsync(QueueMessageHandler.PoisonMessage), SetAsideAsync);

        Task SetAsideAsync(Problem problem) => givenUp.SetAsideAsync(QueueNames.WithoutPoison(poisonQueue), message, problem, isPoison: true);
    }
}
