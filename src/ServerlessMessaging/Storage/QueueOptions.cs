namespace ServerlessMessaging.Storage;

/// <summary>Settings of the host that the application depends on.</summary>
public sealed class QueueOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Queues";

    /// <summary>How often the host delivers a message that fails: <c>maxDequeueCount</c> of host.json. Default 5.</summary>
    [Range(1, 1000)]
    public int MaximumDeliveries { get; set; } = 5;

    /// <summary>How long the host keeps a message from others before it counts as lost with its process. Default 00:10:00, as the Functions host has it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The delay of a message that is requeued because storage or the access to Genesys fails. Default 00:00:30.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan RequeueDelay { get; set; } = TimeSpan.FromSeconds(30);
}
