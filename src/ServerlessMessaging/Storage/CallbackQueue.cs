namespace ServerlessMessaging.Storage;

/// <summary>The queue of what is on its way to bot flows.</summary>
public sealed class CallbackQueue(QueueWriter queues, PayloadStore payloads, TimeProvider time)
{
    /// <summary>Puts an envelope, to be seen after a delay. A body too large for a queue goes into a blob first, named by its hash.</summary>
    public async Task PutAsync(CallbackEnvelope envelope, TimeSpan delay, CancellationToken cancellationToken)
    {
        var complete = envelope with { Large = null, DueAt = delay > TimeSpan.Zero ? time.GetUtcNow() + delay : null, TraceParent = envelope.TraceParent ?? TraceParent.Current };
        var text = CallbackEnvelopeText.Write(complete);
        if (text.Length > QueueWriter.MaximumBytes)
        {
            var hash = await payloads.WriteAsync(QueueNames.Callbacks, complete.Body, cancellationToken);
            text = CallbackEnvelopeText.Write(complete with { Large = hash });
        }

        await queues.PutAsync(QueueNames.Callbacks, text, delay, cancellationToken);
    }

    /// <summary>Reads an envelope with its body.</summary>
    /// <param name="text">The text of a queue message.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    /// <returns>The envelope; its body is empty where its blob is gone. Null where the text is no envelope.</returns>
    public async Task<CallbackEnvelope?> ReadAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        var envelope = CallbackEnvelopeText.Read(text);
        if (envelope?.Large is not { } hash)
        {
            return envelope;
        }

        return envelope with { Body = await payloads.ReadAsync(QueueNames.Callbacks, hash, cancellationToken) ?? ReadOnlyMemory<byte>.Empty };
    }
}
