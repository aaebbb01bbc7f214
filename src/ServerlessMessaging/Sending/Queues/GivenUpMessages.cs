using Azure.Storage.Queues.Models;
using ServerlessMessaging.Contract.Reading;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>Sets messages aside that no delivery could handle, under the best id that can be had.</summary>
public sealed class GivenUpMessages(QueueDeliveries deliveries, DeferredQueue later, WaitingRequests waiting, SetAside setAside)
{
    /// <summary>Sets a message aside.</summary>
    /// <param name="queue">The queue that it came from, not its poison queue.</param>
    /// <param name="message">The message.</param>
    /// <param name="problem">Why.</param>
    /// <param name="isPoison">Whether the host put it into a poison queue, as a new message: the id that its request may have been sent under is lost.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task SetAsideAsync(string queue, QueueMessage message, Problem problem, bool isPoison = false)
    {
        var text = message.Body.ToMemory();
        if (queue == QueueNames.MessagesLater)
        {
            await (await ReadAsync(text) is { } envelope
                ? waiting.EndAsync(envelope, problem)
                : setAside.WriteAsync(QueueDeliveries.IdOf(message), queue, deliveries.AcceptedAt(message), attempts: 0, WaitingRequests.Unreadable, text));
            return;
        }

        var body = QueueText.Decode(text);
        var malformed = QueuedRequestReader.Read(body, out var request, out var eventId);
        var known = malformed is null && request?.Id is { } given && RequestId.IsValid(given) ? given : eventId;
        await setAside.WriteAsync(known ?? QueueDeliveries.IdOf(message), queue, deliveries.AcceptedAt(message), isPoison && known is null ? 1 : 0, problem, body);
    }

    // A body that is not what its hash says must not keep its envelope from becoming a dead letter.
    private async Task<DeferredRequest?> ReadAsync(ReadOnlyMemory<byte> text)
    {
        try
        {
            return await later.ReadAsync(text, CancellationToken.None);
        }
        catch (UnreadableRecordException)
        {
            return later.Read(text);
        }
    }
}
