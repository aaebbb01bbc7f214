using ServerlessMessaging.Health;

namespace ServerlessMessaging.Functions;

/// <summary>Every five minutes: logs the depth and age of the queues for the alerts.</summary>
public sealed class MeasureQueues(QueueWatch queues)
{
    [Function(nameof(MeasureQueues))]
    public Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => queues.MeasureAsync();
}
