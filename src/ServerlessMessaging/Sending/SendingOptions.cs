using System.ComponentModel.DataAnnotations;

namespace ServerlessMessaging.Sending;

/// <summary>How long callers and messages wait.</summary>
public sealed class SendingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Sending";

    /// <summary>The time from receipt within which SendMessage answers.</summary>
    /// <value>Default 00:00:12.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:03:00")]
    public TimeSpan HttpBudget { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>The time from receipt within which SendMessageBatch answers.</summary>
    /// <value>Default 00:00:20.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:03:00")]
    public TimeSpan BatchBudget { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The time that one attempt of a queued message may take.</summary>
    /// <value>Default 00:01:00.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:08:00")]
    public TimeSpan SendBudget { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the host keeps a queue message from others before it counts as lost with its process.</summary>
    /// <value>Default 00:10:00, as the Functions host has it.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan QueueLease { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often the host delivers a queue message that fails: <c>maxDequeueCount</c> of host.json.</summary>
    /// <value>Default 5.</value>
    [Range(1, 1000)]
    public int MaximumDeliveries { get; set; } = 5;

    /// <summary>The first wait of a request that could not be sent and was not told when; it doubles.</summary>
    /// <value>Default 00:00:05.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan FirstDeferral { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest of these waits.</summary>
    /// <value>Default 00:01:00.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan LongestDeferral { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The shortest wait of a queued request after a fault of our own access or storage.</summary>
    /// <value>Default 00:00:30.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan AccessFaultDeferral { get; set; } = TimeSpan.FromSeconds(30);
}
