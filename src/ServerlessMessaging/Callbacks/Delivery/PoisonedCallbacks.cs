using Azure.Storage.Queues.Models;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Delivery;

/// <summary>Callbacks that the host gave up, because its process died with them again and again: they become dead letters.</summary>
public sealed class PoisonedCallbacks(QueueMessageHandler deliveries, GivenUpCallbacks givenUp)
{
    /// <summary>Sets a message aside.</summary>
    public Task CollectAsync(QueueMessage message) => deliveries.HandleAsync(
        QueueNames.CallbacksPoison, message, () => givenUp.SetAsideAsync(message, QueueMessageHandler.PoisonMessage), problem => givenUp.SetAsideAsync(message, problem));
}
