using Azure.Storage.Queues.Models;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Messages.Reading;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>What the host gave up, because its process died with it again and again: it becomes a dead letter.</summary>
public sealed class PoisonedMessages
{
    private static readonly Problem GaveUp = new(
        ErrorCodes.GaveUp, "The host gave the message up: its process ended in every delivery. Look at the application's log of that time, mend the cause, and replay it.");

    private readonly QueueDeliveries _deliveries;
    private readonly LaterQueue _later;
    private readonly WaitingRequests _waiting;
    private readonly SetAside _setAside;

    internal PoisonedMessages(QueueDeliveries deliveries, LaterQueue later, WaitingRequests waiting, SetAside setAside)
    {
        (_deliveries, _later, _waiting, _setAside) = (deliveries, later, waiting, setAside);
    }

    /// <summary>Sets aside a message of the queue that others write.</summary>
    /// <param name="message">A message of <see cref="QueueNames.MessagesPoison"/>.</param>
    public Task CollectAsync(QueueMessage message) => _deliveries.HandleAsync(QueueNames.MessagesPoison, message, () =>
    {
        var body = QueueText.Decode(message.Body.ToMemory());
        var malformed = QueuedRequestReader.Read(body, out var request, out var eventId);
        var id = malformed is null && request?.Id is { } given && RequestId.IsValid(given) ? given : eventId ?? QueueDeliveries.IdOf(message);
        return _setAside.WriteAsync(id, QueueNames.Messages, _deliveries.AcceptedAt(message), attempts: 0, GaveUp, body);
    });

    /// <summary>Sets aside a copy of ours.</summary>
    /// <param name="message">A message of <see cref="QueueNames.MessagesLaterPoison"/>.</param>
    public Task CollectLaterAsync(QueueMessage message) => _deliveries.HandleAsync(QueueNames.MessagesLaterPoison, message, async () =>
    {
        var text = message.Body.ToMemory();
        await (await _later.ReadAsync(text, CancellationToken.None) is { } envelope
            ? _waiting.EndAsync(envelope, GaveUp)
            : _setAside.WriteAsync(QueueDeliveries.IdOf(message), QueueNames.MessagesLater, _deliveries.AcceptedAt(message), attempts: 0, WaitingRequests.Unreadable, text));
    });
}
