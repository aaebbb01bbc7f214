using Azure.Storage.Queues.Models;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Functions;

/// <summary>Queue <c>messages-later-poison</c>: dead-letters what the host gave up.</summary>
public sealed class CollectPoisonedLaterMessages(DeferredMessages messages)
{
    [Function(nameof(CollectPoisonedLaterMessages))]
    public Task RunAsync([QueueTrigger(QueueNames.MessagesLaterPoison)] QueueMessage message) => messages.HandlePoisonAsync(message);
}
