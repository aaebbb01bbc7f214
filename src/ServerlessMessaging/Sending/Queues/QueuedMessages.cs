using Azure.Storage.Queues.Models;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>Handles the queue of callers' requests and its poison queue.</summary>
public sealed class QueuedMessages(QueueMessageHandler deliveries, RequestValidator validator, ExpiredDuplicates expired, QueuedSender sender, RequestDeadLetters requests, DeadLetterWriter deadLetters)
{
    /// <summary>Sends the request of a message, or keeps it queued. An invalid message is dead-lettered at once.</summary>
    /// <param name="message">JSON, or Base64 of JSON: a request, or a CloudEvent whose data is one.</param>
    public Task HandleAsync(QueueMessage message) =>
        deliveries.HandleAsync(QueueNames.Messages, message, () => SendAsync(message), problem => DeadLetterAsync(message, problem, attemptsUnlessKnown: 0));

    /// <summary>Dead-letters a message of the poison queue. The host gave it a new message id, so a derived request id is lost, and an attempt must be assumed.</summary>
    public Task HandlePoisonAsync(QueueMessage message) =>
        deliveries.HandlePoisonAsync(QueueNames.MessagesPoison, message, problem => DeadLetterAsync(message, problem, attemptsUnlessKnown: 1));

    private async Task SendAsync(QueueMessage message)
    {
        var body = QueueText.Decode(message.Body.ToMemory());
        var (id, acceptedAt) = (QueueMessageHandler.IdOf(message), deliveries.AcceptedAt(message));
        if (validator.ValidateQueued(body, acceptedAt, id, out var request) is { } problem)
        {
            await (await expired.FindAsync(request, problem, acceptedAt) is { } claim
                ? sender.SettleDuplicateAsync(new IncomingRequest(request!, acceptedAt, QueueNames.Messages), claim)
                : deadLetters.WriteAsync(problem.Id ?? id, QueueNames.Messages, acceptedAt, attempts: 0, problem, body));
            return;
        }

        await sender.SendAsync(new IncomingRequest(request!, acceptedAt, QueueNames.Messages));
    }

    // By the request id if it can be read, else by the event id or the message id.
    private async Task DeadLetterAsync(QueueMessage message, Problem problem, int attemptsUnlessKnown)
    {
        var body = QueueText.Decode(message.Body.ToMemory());
        var (known, acceptedAt) = (QueuedRequestId.Find(body), deliveries.AcceptedAt(message));
        if (known is not null && validator.Revalidate(body, known, out var request) is null)
        {
            await requests.WriteAsync(
                new DeferredRequest(known, Attempt: null, acceptedAt, acceptedAt) { Payload = body }, QueueNames.Messages, RequestWriter.Fingerprint(request!), problem);
            return;
        }

        await deadLetters.WriteAsync(known ?? QueueMessageHandler.IdOf(message), QueueNames.Messages, acceptedAt, known is null ? attemptsUnlessKnown : 0, problem, body);
    }
}
