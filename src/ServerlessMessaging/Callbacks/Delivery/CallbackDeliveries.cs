using Azure.Storage.Queues.Models;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Delivery;

/// <summary>What is on its way to bot flows.</summary>
public sealed class CallbackDeliveries
{
    private readonly QueueDeliveries _deliveries;
    private readonly CallbackCourier _courier;
    private readonly GivenUpCallbacks _givenUp;

    internal CallbackDeliveries(QueueDeliveries deliveries, CallbackCourier courier, GivenUpCallbacks givenUp)
    {
        (_deliveries, _courier, _givenUp) = (deliveries, courier, givenUp);
    }

    /// <summary>Delivers the callback of a message, or sees that it is delivered. What cannot be read becomes a dead letter at once.</summary>
    /// <param name="message">An envelope of ours.</param>
    public Task DeliverAsync(QueueMessage message) =>
        _deliveries.HandleAsync(QueueNames.Callbacks, message, () => HandleAsync(message), problem => _givenUp.SetAsideAsync(message, problem));

    private async Task HandleAsync(QueueMessage message)
    {
        if (await _givenUp.ReadAsync(message) is { } callback)
        {
            await _courier.DeliverAsync(callback);
        }
    }
}
