using Azure.Storage.Queues.Models;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Functions;

/// <summary>Queue <c>messages-deferred</c>: sends requests that are due.</summary>
public sealed class SendDeferredMessage(DeferredMessages messages)
{
    [Function(nameof(SendDeferredMessage))]
    public Task RunAsync([QueueTrigger(QueueNames.MessagesDeferred)] QueueMessage message) => messages.HandleAsync(message);
}
