using Azure.Storage.Queues.Models;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Functions;

/// <summary>Queue <c>messages</c>: sends the requests of applications.</summary>
public sealed class SendQueuedMessage(QueuedMessages messages)
{
    [Function(nameof(SendQueuedMessage))]
    public Task RunAsync([QueueTrigger(QueueNames.Messages)] QueueMessage message) => messages.HandleAsync(message);
}
