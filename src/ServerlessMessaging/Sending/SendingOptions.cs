namespace ServerlessMessaging.Sending;

/// <summary>How long callers and messages wait.</summary>
public sealed class SendingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Sending";

    /// <summary>The time from receipt within which SendMessage responds.</summary>
    /// <value>Default 00:00:12.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:03:00")]
    public TimeSpan HttpBudget { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>The time from receipt within which SendMessageBatch responds.</summary>
    /// <value>Default 00:00:20.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:03:00")]
    public TimeSpan BatchBudget { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The time that one attempt of a queued message may take.</summary>
    /// <value>Default 00:01:00.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:08:00")]
    public TimeSpan SendBudget { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The first wait of a request that could not be sent, without a Retry-After; it doubles.</summary>
    /// <value>Default 00:00:05.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan FirstDeferral { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest of these waits.</summary>
    /// <value>Default 00:01:00.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxDeferral { get; set; } = TimeSpan.FromMinutes(1);
}
