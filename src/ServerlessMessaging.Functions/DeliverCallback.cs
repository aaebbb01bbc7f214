using Azure.Storage.Queues.Models;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Functions;

/// <summary>Queue <c>callbacks</c>: delivers webhooks of Genesys and status events to bot flows.</summary>
public sealed class DeliverCallback(CallbackHandler handler)
{
    [Function(nameof(DeliverCallback))]
    public Task RunAsync([QueueTrigger(QueueNames.Callbacks)] QueueMessage message) => handler.HandleAsync(message);
}
