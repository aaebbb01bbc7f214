using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Health;

/// <summary>Logs the depth and age of the queues; alerts read it.</summary>
public sealed partial class QueueWatch(QueueScale scale, TimeProvider time, ILogger<QueueWatch> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Measures every queue. A queue that cannot be measured is logged and never fails the others.</summary>
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
            var measure = await scale.MeasureAsync(queue, cancellationToken);
            Log.Measured(logger, queue, measure.Depth, (long)measure.Age.TotalSeconds);
            return null;
        }
        catch (Exception exception)
        {
            return StorageFaults.Cause(exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.QueueMeasured, LogLevel.Information, "Queue {Queue} holds {Depth} messages; the oldest that could be taken has waited {AgeSeconds} s")]
        public static partial void Measured(ILogger logger, string queue, int depth, long ageSeconds);

        [LoggerMessage(EventIds.QueuesNotMeasured, LogLevel.Warning, "{Count} queues could not be measured ({Cause})")]
        public static partial void NotMeasured(ILogger logger, int count, string cause);
    }
}
