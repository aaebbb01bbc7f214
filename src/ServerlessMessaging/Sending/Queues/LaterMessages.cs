using Azure.Storage.Queues.Models;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>The requests that waited for their time.</summary>
public sealed class LaterMessages(QueueDeliveries deliveries, DeferredQueue later, RequestIntake intake, QueuedSender sender, WaitingRequests waiting, GivenUpMessages givenUp)
{
    /// <summary>Sends the request of an envelope, or sees that it is sent.</summary>
    /// <param name="message">An envelope of ours.</param>
    public Task SendAsync(QueueMessage message) =>
        deliveries.HandleAsync(QueueNames.MessagesLater, message, () => HandleAsync(message), problem => givenUp.SetAsideAsync(QueueNames.MessagesLater, message, problem));

    private async Task HandleAsync(QueueMessage message)
    {
        if (await later.ReadAsync(message.Body.ToMemory(), CancellationToken.None) is not { } envelope)
        {
            await givenUp.SetAsideAsync(QueueNames.MessagesLater, message, WaitingRequests.Unreadable);
        }
        else if (envelope.IsPayloadMissing)
        {
            await waiting.EndAsync(envelope, new(ErrorCodes.PayloadMissing, "The blob that holds the request is gone. Ask the sender to send it again."));
        }
        else if (intake.AcceptAgain(envelope.Payload, envelope.Id, out var request) is { } problem)
        {
            await waiting.EndAsync(envelope, problem);
        }
        else
        {
            await sender.SendAsync(new IncomingRequest(request!, envelope.AcceptedAt, envelope.ExpiresAt)
            {
                Queue = QueueNames.MessagesLater,
                Attempt = envelope.Attempt,
                UnknownOutcomes = envelope.UnknownOutcomes,
                TraceParent = envelope.TraceParent,
            });
        }
    }
}
