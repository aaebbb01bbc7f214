using Azure.Storage.Queues.Models;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Functions;

/// <summary>Queue <c>messages-poison</c>: sets aside what the host gave up.</summary>
public sealed class CollectPoisonedMessages(PoisonedMessages messages)
{
    [Function(nameof(CollectPoisonedMessages))]
    public Task RunAsync([QueueTrigger(QueueNames.MessagesPoison)] QueueMessage message) => messages.CollectAsync(QueueNames.MessagesPoison, message);
}
