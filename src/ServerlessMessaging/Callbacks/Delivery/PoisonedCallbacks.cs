using Azure.Storage.Queues.Models;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Delivery;

/// <summary>Callbacks that the host gave up, because its process died with them again and again: they become dead letters.</summary>
public sealed class PoisonedCallbacks
{
    private readonly QueueDeliveries _deliveries;
    private readonly GivenUpCallbacks _givenUp;

    internal PoisonedCallbacks(QueueDeliveries deliveries, GivenUpCallbacks givenUp)
    {
        (_deliveries, _givenUp) = (deliveries, givenUp);
    }

    /// <summary>Sets a message aside.</summary>
    public Task CollectAsync(QueueMessage message) => _deliveries.HandleAsync(
        QueueNames.CallbacksPoison, message, () => _givenUp.SetAsideAsync(message, QueueDeliveries.GivenUpByTheHost), problem => _givenUp.SetAsideAsync(message, problem));
}
