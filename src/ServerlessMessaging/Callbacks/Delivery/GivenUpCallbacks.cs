using Azure.Storage.Queues.Models;
using ServerlessMessaging.Callbacks.Deliveries;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Delivery;

/// <summary>Sets callbacks aside that cannot be read, or that no delivery could handle.</summary>
public sealed class GivenUpCallbacks(QueueMessageHandler messages, CallbackQueue queue, EventDeliveries deliveries, DeadLetterWriter setAside, CallbackLog log, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Sets a message aside, unless its callback needs nothing more.</summary>
    /// <param name="message">The message.</param>
    /// <param name="problem">Why.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task SetAsideAsync(QueueMessage message, Problem problem)
    {
        if (await ReadAsync(message) is { } callback)
        {
            await SetAsideAsync(callback, problem);
        }
    }

    /// <summary>Reads a message. One that is of no use is set aside.</summary>
    /// <returns>The callback; null where it was set aside.</returns>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<Callback?> ReadAsync(QueueMessage message)
    {
        var text = message.Body.ToMemory();
        if (await TryReadAsync(text) is not { } envelope)
        {
            await WriteAsync(QueueMessageHandler.IdOf(message), messages.AcceptedAt(message), Callback.Unreadable, text);
            return null;
        }

        if (envelope.IsPayloadMissing)
        {
            await WriteAsync(QueueMessageHandler.IdOf(message), envelope.ReceivedAt, new(ErrorCodes.PayloadMissing, "The blob that holds the webhook is gone or damaged, and Genesys does not send it again."), text);
            return null;
        }

        if (Callback.Read(envelope, out var callback) is { } unreadable)
        {
            await WriteAsync(Callback.UnreadLetterId(envelope), envelope.ReceivedAt, unreadable, envelope.Payload);
            return null;
        }

        return callback;
    }

    // A body that is not what its hash says will not become so.
    private async Task<QueuedCallback?> TryReadAsync(ReadOnlyMemory<byte> text)
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

    private async Task SetAsideAsync(Callback callback, Problem problem)
    {
        using var activity = Traces.Start("set aside", ActivityKind.Consumer, callback.Envelope.TraceParent);
        using var timeout = new CancellationTokenSource(Longest, time);
        var attempt = callback.Envelope.Attempt;
        var stored = await FindAsync(callback.EventId, timeout.Token);
        if (stored?.LeaseRemaining() is { } left && left > TimeSpan.Zero)
        {
            // Somebody is delivering it; what becomes of that is not known yet.
            await queue.PutAsync(callback.Envelope, left, timeout.Token);
            return;
        }

        if (stored is not null && (stored.Value.State is DeliveryState.Completed || stored.Value.Attempt > attempt))
        {
            log.Dropped(callback.EventId);
            return;
        }

        await WriteAsync(callback.LetterId, callback.Envelope.ReceivedAt, problem, callback.Envelope.Payload, attempt);
        await deliveries.TryFailAsync(callback.EventId, stored, attempt, timeout.Token);
        log.GivenUp(callback.EventId, callback.Envelope.Flow, problem.Code.Code);
    }

    private async Task<Versioned<DeliveryRecord>?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await deliveries.FindAsync(name, cancellationToken);
        }
        catch (UnreadableRecordException)
        {
            // It must not keep the callback from becoming a dead letter.
            return null;
        }
    }

    private Task WriteAsync(string id, DateTimeOffset acceptedAt, Problem problem, ReadOnlyMemory<byte> body, int attempts = 0) =>
        setAside.WriteAsync(id, QueueNames.Callbacks, acceptedAt, attempts, problem, body);
}
