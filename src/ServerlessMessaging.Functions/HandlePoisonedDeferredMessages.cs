using Azure.Storage.Queues.Models;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Functions;

/// <summary>Queue <c>messages-deferred-poison</c>: dead-letters messages whose process ended in every delivery.</summary>
public sealed class HandlePoisonedDeferredMessages(DeferredMessages messages)
{
    [Function(nameof(HandlePoisonedDeferredMessages))]
    public Task RunAsync([QueueTrigger(QueueNames.MessagesDeferredPoison)] QueueMessage message) => messages.HandlePoisonAsync(message);
}
