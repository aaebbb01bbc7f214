using Azure.Storage.Queues.Models;

namespace ServerlessMessaging.Storage;

/// <summary>Measures queues.</summary>
public sealed class QueueScale(StorageAccount storage, TimeProvider time)
{
    // The first ones of a queue are roughly its oldest.
    private const int Peeked = 8;

    /// <summary>How full a queue is.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public Task<QueueMeasure> MeasureAsync(string queue, CancellationToken cancellationToken) => storage.WithQueueAsync(
        queue,
        async client =>
        {
            QueueProperties properties = await client.GetPropertiesAsync(cancellationToken);
            PeekedMessage[] visible = await client.PeekMessagesAsync(Peeked, cancellationToken);
            var now = time.GetUtcNow();
            var ages = visible.Select(message => now - SeenSince(message)).Where(age => age > TimeSpan.Zero);
            return new QueueMeasure(queue, properties.ApproximateMessagesCount, ages.DefaultIfEmpty().Max());
        },
        cancellationToken);

    // A message that was put for later has been waiting only since then.
    private DateTimeOffset SeenSince(PeekedMessage message)
    {
        var since = message.InsertedOn ?? time.GetUtcNow();
        return EnvelopeText.DueAt(message.Body.ToMemory()) is { } due && due > since ? due : since;
    }
}

/// <summary>How full a queue is.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Depth">How many messages it holds, about: seen, hidden for later, and in somebody's hand.</param>
/// <param name="Age">How long the oldest has waited that somebody could take; what is hidden has not.</param>
public sealed record QueueMeasure(string Queue, int Depth, TimeSpan Age);
