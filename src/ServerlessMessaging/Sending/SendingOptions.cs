using System.ComponentModel.DataAnnotations;

namespace ServerlessMessaging.Sending;

/// <summary>How long a caller waits.</summary>
public sealed class SendingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Sending";

    /// <summary>The time from receipt within which SendMessage answers.</summary>
    /// <value>Default 00:00:12.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:03:00")]
    public TimeSpan HttpBudget { get; set; } = TimeSpan.FromSeconds(12);
}
