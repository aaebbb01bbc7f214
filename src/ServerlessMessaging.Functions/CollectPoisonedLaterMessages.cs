using Azure.Storage.Queues.Models;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Functions;

/// <summary>Queue <c>messages-later-poison</c>: sets aside what the host gave up.</summary>
public sealed class CollectPoisonedLaterMessages(PoisonedMessages messages)
{
    [Function(nameof(CollectPoisonedLaterMessages))]
    public Task RunAsync([QueueTrigger(QueueNames.MessagesLaterPoison)] QueueMessage message) => messages.CollectAsync(QueueNames.MessagesLaterPoison, message);
}
