using System.Collections.Concurrent;
using System.Diagnostics;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>Collects the activities that end.</summary>
internal sealed class RecordedActivities : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public RecordedActivities()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == MessagingMetrics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The activities of a trace, in the order of their ends.</summary>
    public IReadOnlyList<Activity> Find(ActivityTraceId trace) => [.. _ended.Where(activity => activity.TraceId == trace)];

    public void Dispose() => _listener.Dispose();
}
