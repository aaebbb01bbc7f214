using Azure.Storage.Queues.Models;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>Handles the queue of deferred requests and its poison queue.</summary>
public sealed class DeferredMessages(
    QueueMessageHandler deliveries,
    DeferredQueue queue,
    RequestValidator validator,
    QueuedSender sender,
    RequestDeadLetters requests,
    DeadLetterWriter deadLetters)
{
    private static readonly Problem Unreadable = new(
        ErrorCodes.EnvelopeUnreadable, $"The queue {QueueNames.MessagesDeferred} is for messages of the application only. Put requests onto the queue {QueueNames.Messages}.");

    /// <summary>Sends the request of a copy, or keeps it queued.</summary>
    public Task HandleAsync(QueueMessage message) =>
        deliveries.HandleAsync(QueueNames.MessagesDeferred, message, () => SendAsync(message), problem => DeadLetterAsync(message, problem));

    /// <summary>Dead-letters a message of the poison queue.</summary>
    public Task HandlePoisonAsync(QueueMessage message) =>
        deliveries.HandlePoisonAsync(QueueNames.MessagesDeferredPoison, message, problem => DeadLetterAsync(message, problem));

    private async Task SendAsync(QueueMessage message)
    {
        if (await queue.ReadAsync(message.Body.ToMemory(), CancellationToken.None) is not { } copy)
        {
            await DeadLetterAsync(message, Unreadable);
        }
        else if (copy.IsPayloadMissing)
        {
            await DeadLetterAsync(copy, new(ErrorCodes.PayloadMissing, "The blob with the request is missing. Ask the sender to send it again."));
        }
        else if (validator.Revalidate(copy.Payload, copy.Id, out var request) is { } problem)
        {
            await DeadLetterAsync(copy, problem);
        }
        else
        {
            await sender.SendAsync(new IncomingRequest(request!, copy.AcceptedAt, copy.ExpiresAt)
            {
                Queue = QueueNames.MessagesDeferred,
                Attempt = copy.Attempt,
                UnknownOutcomes = copy.UnknownOutcomes,
                EndedOwner = copy.EndedOwner,
                TraceParent = copy.TraceParent,
            });
        }
    }

    private async Task DeadLetterAsync(QueueMessage message, Problem problem)
    {
        var text = message.Body.ToMemory();
        await (await ReadAsync(text) is { } copy
            ? DeadLetterAsync(copy, problem)
            : deadLetters.WriteAsync(QueueMessageHandler.IdOf(message), QueueNames.MessagesDeferred, deliveries.AcceptedAt(message), attempts: 0, Unreadable, text));
    }

    // An envelope is dead-lettered even if its body does not match its hash.
    private async Task<DeferredRequest?> ReadAsync(ReadOnlyMemory<byte> text)
    {
        try
        {
            return await queue.ReadAsync(text, CancellationToken.None);
        }
        catch (UnreadableRecordException)
        {
            return queue.Read(text);
        }
    }

    private async Task DeadLetterAsync(DeferredRequest copy, Problem problem)
    {
        using var activity = Traces.Start("dead-letter", ActivityKind.Consumer, copy.TraceParent);
        activity.Fail(problem.Code.Code);
        await requests.WriteAsync(copy, QueueNames.MessagesDeferred, fingerprint: null, problem);
    }
}
