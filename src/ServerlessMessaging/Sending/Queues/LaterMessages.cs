using Azure.Storage.Queues.Models;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>The requests that waited for their time.</summary>
public sealed class LaterMessages
{
    private readonly QueueDeliveries _deliveries;
    private readonly LaterQueue _later;
    private readonly RequestIntake _intake;
    private readonly QueuedSender _sender;
    private readonly WaitingRequests _waiting;
    private readonly GivenUpMessages _givenUp;

    internal LaterMessages(QueueDeliveries deliveries, LaterQueue later, RequestIntake intake, QueuedSender sender, WaitingRequests waiting, GivenUpMessages givenUp)
    {
        (_deliveries, _later, _intake, _sender, _waiting, _givenUp) = (deliveries, later, intake, sender, waiting, givenUp);
    }

    /// <summary>Sends the request of an envelope, or sees that it is sent.</summary>
    /// <param name="message">An envelope of ours.</param>
    public Task SendAsync(QueueMessage message) =>
        _deliveries.HandleAsync(QueueNames.MessagesLater, message, () => HandleAsync(message), problem => _givenUp.SetAsideAsync(QueueNames.MessagesLater, message, problem));

    private async Task HandleAsync(QueueMessage message)
    {
        if (await _later.ReadAsync(message.Body.ToMemory(), CancellationToken.None) is not { } envelope)
        {
            await _givenUp.SetAsideAsync(QueueNames.MessagesLater, message, WaitingRequests.Unreadable);
        }
        else if (envelope.Request.IsEmpty)
        {
            await _waiting.EndAsync(envelope, new(ErrorCodes.PayloadMissing, "The blob that holds the request is gone. Ask the sender to send it again."));
        }
        else if (_intake.AcceptAgain(envelope.Request, envelope.Id, out var request) is { } problem)
        {
            await _waiting.EndAsync(envelope, problem);
        }
        else
        {
            await _sender.SendAsync(new Arrival(request!, envelope.AcceptedAt, envelope.ExpiresAt)
            {
                Queue = QueueNames.MessagesLater,
                Attempt = envelope.Attempt,
                UnknownOutcomes = envelope.UnknownOutcomes,
                TraceParent = envelope.TraceParent,
            });
        }
    }
}
