using Azure.Storage.Queues.Models;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>The requests that others drop on a queue.</summary>
public sealed class QueuedMessages
{
    private readonly QueueDeliveries _deliveries;
    private readonly RequestIntake _intake;
    private readonly QueuedSender _sender;
    private readonly GivenUpMessages _givenUp;
    private readonly SetAside _setAside;

    internal QueuedMessages(QueueDeliveries deliveries, RequestIntake intake, QueuedSender sender, GivenUpMessages givenUp, SetAside setAside)
    {
        (_deliveries, _intake, _sender, _givenUp, _setAside) = (deliveries, intake, sender, givenUp, setAside);
    }

    /// <summary>Sends the request of a message, or sees that it is sent. What is no request becomes a dead letter at once.</summary>
    /// <param name="message">JSON, or base64 of JSON: a request, or a CloudEvent whose data is one.</param>
    public Task SendAsync(QueueMessage message) =>
        _deliveries.HandleAsync(QueueNames.Messages, message, () => HandleAsync(message), problem => _givenUp.SetAsideAsync(QueueNames.Messages, message, problem));

    private async Task HandleAsync(QueueMessage message)
    {
        var body = QueueText.Decode(message.Body.ToMemory());
        var (id, acceptedAt) = (QueueDeliveries.IdOf(message), _deliveries.AcceptedAt(message));
        if (_intake.AcceptQueued(body, acceptedAt, id, out var request) is { } problem)
        {
            await _setAside.WriteAsync(problem.Id ?? id, QueueNames.Messages, acceptedAt, attempts: 0, problem, body);
            return;
        }

        await _sender.SendAsync(Arrival.Of(request!, acceptedAt, QueueNames.Messages));
    }
}
