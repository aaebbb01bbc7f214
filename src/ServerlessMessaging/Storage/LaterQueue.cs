namespace ServerlessMessaging.Storage;

/// <summary>The queue of requests that wait for their time.</summary>
public sealed class LaterQueue(QueueWriter queues, PayloadStore payloads, TimeProvider time)
{
    /// <summary>Puts an envelope, to be seen after a delay. A request too large for a queue goes into a blob first.</summary>
    public async Task PutAsync(LaterEnvelope envelope, TimeSpan delay, CancellationToken cancellationToken)
    {
        var complete = envelope with { Large = null, DueAt = delay > TimeSpan.Zero ? time.GetUtcNow() + delay : null, TraceParent = envelope.TraceParent ?? TraceParent.Current };
        var text = LaterEnvelopeText.Write(complete);
        if (text.Length > QueueWriter.MaximumBytes)
        {
            var hash = await payloads.WriteAsync(Place(envelope.Id), envelope.Request, cancellationToken);
            text = LaterEnvelopeText.Write(complete with { Large = hash });
        }

        await queues.PutAsync(QueueNames.MessagesLater, text, delay, cancellationToken);
    }

    /// <summary>Reads an envelope with its request.</summary>
    /// <param name="text">The text of a queue message.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    /// <returns>The envelope; its request is empty where its blob is gone. Null where the text is no envelope.</returns>
    public async Task<LaterEnvelope?> ReadAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken) => LaterEnvelopeText.Read(text) switch
    {
        { Large: { } hash } envelope when RequestId.IsValid(envelope.Id) =>
            envelope with { Request = await payloads.ReadAsync(Place(envelope.Id), hash, cancellationToken) ?? ReadOnlyMemory<byte>.Empty },
        { } envelope when RequestId.IsValid(envelope.Id) => envelope,
        _ => null,
    };

    private static string Place(string id) => $"{QueueNames.MessagesLater}/{id}";
}
