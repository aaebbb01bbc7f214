using Azure.Storage.Queues.Models;

namespace ServerlessMessaging.Health;

/// <summary>Logs the depth and age of the queues, for alerts.</summary>
public sealed partial class QueueWatch(StorageAccount storage, TimeProvider time, ILogger<QueueWatch> logger)
{
    // The first messages of a queue are roughly its oldest.
    private const int Peeked = 8;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Measures every queue. A queue that cannot be measured is logged, and the others are measured.</summary>
    public async Task MeasureAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        var causes = await Task.WhenAll(QueueNames.All.Select(queue => MeasureAsync(queue, timeout.Token)));
        if (Array.Find(causes, cause => cause is not null) is { } cause)
        {
            Log.NotMeasured(logger, causes.Count(one => one is not null), cause);
        }
    }

    // Null, or why it could not be measured.
    private async Task<string?> MeasureAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            var (properties, visible) = await storage.WithQueueAsync(
                queue,
                async client => ((await client.GetPropertiesAsync(cancellationToken)).Value, (await client.PeekMessagesAsync(Peeked, cancellationToken)).Value),
                cancellationToken);
            var age = visible.Select(WaitedFor).Append(TimeSpan.Zero).Max();
            Log.Measured(logger, queue, properties.ApproximateMessagesCount, (long)age.TotalSeconds);
            return null;
        }
        catch (Exception exception)
        {
            return StorageFaults.Cause(exception);
        }
    }

    // Since the message was put, or became visible.
    private TimeSpan WaitedFor(PeekedMessage message)
    {
        var since = message.InsertedOn ?? time.GetUtcNow();
        return time.GetUtcNow() - (DueAt(message.Body) is { } due && due > since ? due : since);
    }

    // Null where it is not an envelope: applications write to a queue too, in any form.
    private static DateTimeOffset? DueAt(BinaryData body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, HealthJson.Default.EnvelopeTime)?.DueAt;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The part that is read of a <see cref="QueueEnvelope{T}"/>.</summary>
    internal sealed record EnvelopeTime(DateTimeOffset? DueAt);

    private static partial class Log
    {
        [LoggerMessage(EventIds.QueueMeasured, LogLevel.Information, "Queue {Queue} holds {Depth} messages; the oldest one that is due has waited {AgeSeconds} s")]
        public static partial void Measured(ILogger logger, string queue, int depth, long ageSeconds);

        [LoggerMessage(EventIds.QueuesNotMeasured, LogLevel.Warning, "{Count} queues could not be measured ({Cause}); check GET /api/operator/health")]
        public static partial void NotMeasured(ILogger logger, int count, string cause);
    }
}
