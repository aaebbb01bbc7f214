using Azure.Storage.Queues.Models;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Delivery;

/// <summary>What is on its way to bot flows.</summary>
public sealed class CallbackDeliveries(QueueMessageHandler deliveries, CallbackCourier courier, GivenUpCallbacks givenUp)
{
    /// <summary>Delivers the callback of a message, or sees that it is delivered. What cannot be read becomes a dead letter at once.</summary>
    /// <param name="message">An envelope of ours.</param>
    public Task DeliverAsync(QueueMessage message) =>
        deliveries.HandleAsync(QueueNames.Callbacks, message, () => HandleAsync(message), problem => givenUp.SetAsideAsync(message, problem));

    private async Task HandleAsync(QueueMessage message)
    {
        if (await givenUp.ReadAsync(message) is { } callback)
        {
            await courier.DeliverAsync(callback);
        }
    }
}
