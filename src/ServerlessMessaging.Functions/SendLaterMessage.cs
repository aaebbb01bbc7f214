using Azure.Storage.Queues.Models;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Functions;

/// <summary>Queue <c>messages-later</c>: sends what waited until it is due.</summary>
public sealed class SendLaterMessage(DeferredMessages messages)
{
    [Function(nameof(SendLaterMessage))]
    public Task RunAsync([QueueTrigger(QueueNames.MessagesLater)] QueueMessage message) => messages.HandleAsync(message);
}
