namespace ServerlessMessaging.BotFlows;

/// <summary>How events are delivered to bot flows.</summary>
public sealed class CallbackOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Callbacks";

    private static readonly IReadOnlyList<TimeSpan> DefaultDelays =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6),
    ];

    /// <summary>The delay before each retry of a delivery that a bot flow did not accept. After the last one the event is dead-lettered.</summary>
    /// <value>Default 5 s, 30 s, 2 min, 10 min, 1 h, 6 h.</value>
    public IList<TimeSpan> RetryDelays { get; } = [];

    /// <summary>How long a bot flow may take to respond.</summary>
    /// <value>Default 00:00:10.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one delivery belongs to its process before it counts as lost with it.</summary>
    /// <value>Default 00:01:00.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How old a webhook may be when it arrives. An older one may be a replay attack.</summary>
    /// <value>Default 14.00:00:00.</value>
    [Range(typeof(TimeSpan), "00:10:00", "14.00:00:00")]
    public TimeSpan OldestWebhook { get; set; } = TimeSpan.FromDays(14);

    /// <summary>The delays in force.</summary>
    internal IReadOnlyList<TimeSpan> DelaysInForce => RetryDelays.Count == 0 ? DefaultDelays : [.. RetryDelays];
}
