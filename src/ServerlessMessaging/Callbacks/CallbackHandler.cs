using Azure.Storage.Queues.Models;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.DeadLetters;

namespace ServerlessMessaging.Callbacks;

/// <summary>Handles the messages of the queue of callbacks and of its poison queue.</summary>
public sealed class CallbackHandler(
    QueueMessageHandler messages, CallbackQueue queue, CallbackCorrelator correlator, EventDeliverer deliverer, DeadLetterWriter deadLetters, IOptions<WebhookOptions> webhooks)
{
    private static readonly Problem BlobMissing = new(ErrorCodes.PayloadMissing, "The blob with the webhook is missing or damaged, and Genesys does not send it again. Purge the message.");

    /// <summary>Delivers a callback. One that cannot be read is dead-lettered at once.</summary>
    public Task HandleAsync(QueueMessage message) => messages.HandleAsync(
        QueueNames.Callbacks,
        message,
        async () =>
        {
            foreach (var callback in await ReadAsync(message))
            {
                await deliverer.DeliverAsync(callback, () => correlator.FindAsync(callback), known => correlator.DecideAsync(callback, known));
            }
        },
        problem => DeadLetterAsync(message, problem));

    /// <summary>Dead-letters a callback whose process ended in every delivery.</summary>
    public Task HandlePoisonAsync(QueueMessage message) =>
        messages.HandlePoisonAsync(QueueNames.CallbacksPoison, message, problem => DeadLetterAsync(message, problem));

    private async Task DeadLetterAsync(QueueMessage message, Problem problem)
    {
        foreach (var callback in await ReadAsync(message))
        {
            await deliverer.DeadLetterAsync(callback, problem);
        }
    }

    // None where it was dead-lettered: it cannot be read, or must not claim the event of another integration.
    private async Task<IEnumerable<Callback>> ReadAsync(QueueMessage message)
    {
        var text = message.Body.ToMemory();
        Callback? callback = null;
        var read = await ReadEnvelopeAsync(text);
        (IEnumerable<string> Ids, DateTimeOffset AcceptedAt, Problem Problem, ReadOnlyMemory<byte> Body)? fault = read switch
        {
            null => ([QueueMessageHandler.IdOf(message)], messages.AcceptedAt(message), Callback.Unreadable, text),
            { IsPayloadMissing: true } envelope => ([QueueMessageHandler.IdOf(message)], envelope.ReceivedAt, BlobMissing, text),
            var envelope when Callback.Read(envelope, out callback) is { } problem => ([Callback.UnreadDeadLetterId(envelope)], envelope.ReceivedAt, problem, envelope.Payload),
            var envelope when callback!.FindMismatch(webhooks.Value) is { } mismatch => (callback.Parts.Select(part => part.DeadLetterId), envelope.ReceivedAt, mismatch, envelope.Payload),
            _ => null,
        };
        if (fault is { } found)
        {
            foreach (var id in found.Ids)
            {
                await deadLetters.WriteAsync(id, QueueNames.Callbacks, found.AcceptedAt, attempts: 0, found.Problem, found.Body, read?.SecretName);
            }

            return [];
        }

        return callback!.Parts;
    }

    // A body that does not match its hash counts as missing.
    private async Task<QueuedCallback?> ReadEnvelopeAsync(ReadOnlyMemory<byte> text)
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
}
