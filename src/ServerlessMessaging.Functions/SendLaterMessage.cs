using Azure.Storage.Queues.Models;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Functions;

/// <summary>Queue <c>messages-later</c>: sends what waited for its time.</summary>
public sealed class SendLaterMessage(LaterMessages messages)
{
    [Function(nameof(SendLaterMessage))]
    public Task RunAsync([QueueTrigger(QueueNames.MessagesLater)] QueueMessage message) => messages.SendAsync(message);
}
