using Azure.Storage.Queues.Models;
using ServerlessMessaging.Callbacks.Delivery;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Functions;

/// <summary>Queue <c>callbacks</c>: brings what Genesys and we have to tell to the bot flows.</summary>
public sealed class DeliverCallback(CallbackDeliveries callbacks)
{
    [Function(nameof(DeliverCallback))]
    public Task RunAsync([QueueTrigger(QueueNames.Callbacks)] QueueMessage message) => callbacks.DeliverAsync(message);
}
