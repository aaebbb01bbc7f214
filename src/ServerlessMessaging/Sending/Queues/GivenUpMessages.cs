using Azure.Storage.Queues.Models;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Messages.Reading;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>Sets messages aside that no delivery could handle, under the best id that can be had.</summary>
internal sealed class GivenUpMessages(QueueDeliveries deliveries, LaterQueue later, WaitingRequests waiting, SetAside setAside)
{
    /// <summary>Sets a message aside.</summary>
    /// <param name="queue">The queue that it came from, not its poison queue.</param>
    /// <param name="message">The message.</param>
    /// <param name="problem">Why.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task SetAsideAsync(string queue, QueueMessage message, Problem problem)
    {
        var text = message.Body.ToMemory();
        if (queue == QueueNames.MessagesLater)
        {
            await (await later.ReadAsync(text, CancellationToken.None) is { } envelope
                ? waiting.EndAsync(envelope, problem)
                : setAside.WriteAsync(QueueDeliveries.IdOf(message), queue, deliveries.AcceptedAt(message), attempts: 0, WaitingRequests.Unreadable, text));
            return;
        }

        var body = QueueText.Decode(text);
        var malformed = QueuedRequestReader.Read(body, out var request, out var eventId);
        var id = malformed is null && request?.Id is { } given && RequestId.IsValid(given) ? given : eventId ?? QueueDeliveries.IdOf(message);
        await setAside.WriteAsync(id, queue, deliveries.AcceptedAt(message), attempts: 0, problem, body);
    }
}
