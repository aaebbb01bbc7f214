using Microsoft.Extensions.Logging;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Health;

/// <summary>Logs how full the queues are whenever somebody asks after the health, at most once a minute: alerts read it.</summary>
public sealed partial class QueueWatch(QueueScale scale, TimeProvider time, ILogger<QueueWatch> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private long _nextLook;

    /// <summary>Measures the queues, if it is time. Never throws: a prober must not learn of it.</summary>
    public async Task LookAsync()
    {
        var now = time.GetUtcNow();
        var next = Volatile.Read(ref _nextLook);
        if (now.UtcTicks < next || Interlocked.CompareExchange(ref _nextLook, (now + Interval).UtcTicks, next) != next)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(Longest, time);
        var causes = await Task.WhenAll(QueueNames.All.Select(queue => LookAsync(queue, timeout.Token)));
        if (Array.Find(causes, cause => cause is not null) is { } cause)
        {
            Log.NotMeasured(logger, causes.Count(one => one is not null), cause);
        }
    }

    // Null, or why it could not be measured.
    private async Task<string?> LookAsync(string queue, CancellationToken cancellationToken)
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
