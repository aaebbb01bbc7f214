namespace ServerlessMessaging.BotFlows;

/// <summary>How events are delivered to bot flows: constants.</summary>
public sealed class CallbackOptions
{
    /// <summary>Delay before each retry of a failed delivery: seconds for a restart, hours for an outage. After the last one the event is dead-lettered.</summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; internal set; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6),
    ];

    /// <summary>Time limit of one delivery: a flow that works longer responds first and replies by a request.</summary>
    public TimeSpan DeliveryTimeout { get; internal set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one process owns a delivery before another may claim it: at least 5 s longer than <see cref="DeliveryTimeout"/>, shorter than the queue's lease.</summary>
    public TimeSpan Lease { get; internal set; } = TimeSpan.FromMinutes(1);

    /// <summary>The greatest age at which a webhook is handled: an older one may be a replayed recording. Within the retention of records, so that its request is still found.</summary>
    public TimeSpan MaxWebhookAge { get; internal set; } = TimeSpan.FromDays(14);
}
