using Azure.Storage.Queues.Models;
using ServerlessMessaging.Callbacks.Delivery;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Functions;

/// <summary>Queue <c>callbacks-poison</c>: sets aside what the host gave up.</summary>
public sealed class CollectPoisonedCallbacks(PoisonedCallbacks callbacks)
{
    [Function(nameof(CollectPoisonedCallbacks))]
    public Task RunAsync([QueueTrigger(QueueNames.CallbacksPoison)] QueueMessage message) => callbacks.CollectAsync(message);
}
