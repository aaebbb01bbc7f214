using Azure.Storage.Queues.Models;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Functions;

/// <summary>Queue <c>callbacks-poison</c>: sets aside what the host gave up.</summary>
public sealed class CollectPoisonedCallbacks(CallbackHandler handler)
{
    [Function(nameof(CollectPoisonedCallbacks))]
    public Task RunAsync([QueueTrigger(QueueNames.CallbacksPoison)] QueueMessage message) => handler.HandlePoisonAsync(message);
}
