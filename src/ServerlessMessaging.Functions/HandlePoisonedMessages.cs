using Azure.Storage.Queues.Models;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Functions;

/// <summary>Queue <c>messages-poison</c>: dead-letters messages whose process ended in every delivery.</summary>
public sealed class HandlePoisonedMessages(QueuedMessages messages)
{
    [Function(nameof(HandlePoisonedMessages))]
    public Task RunAsync([QueueTrigger(QueueNames.MessagesPoison)] QueueMessage message) => messages.HandlePoisonAsync(message);
}
