using Azure.Storage.Queues.Models;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>The requests that others drop on a queue.</summary>
public sealed class QueuedMessages(QueueMessageHandler deliveries, RequestIntake intake, QueuedSender sender, GivenUpMessages givenUp, DeadLetterWriter setAside)
{
    /// <summary>Sends the request of a message, or sees that it is sent. What is no request becomes a dead letter at once.</summary>
    /// <param name="message">JSON, or base64 of JSON: a request, or a CloudEvent whose data is one.</param>
    public Task SendAsync(QueueMessage message) =>
        deliveries.HandleAsync(QueueNames.Messages, message, () => HandleAsync(message), problem => givenUp.SetAsideAsync(QueueNames.Messages, message, problem));

    private async Task HandleAsync(QueueMessage message)
    {
        var body = QueueText.Decode(message.Body.ToMemory());
        var (id, acceptedAt) = (QueueMessageHandler.IdOf(message), deliveries.AcceptedAt(message));
        if (intake.AcceptQueued(body, acceptedAt, id, out var request) is { } problem)
        {
            await setAside.WriteAsync(problem.Id ?? id, QueueNames.Messages, acceptedAt, attempts: 0, problem, body);
            return;
        }

        await sender.SendAsync(IncomingRequest.Create(request!, acceptedAt, QueueNames.Messages));
    }
}
