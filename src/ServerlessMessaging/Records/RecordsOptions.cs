namespace ServerlessMessaging.Records;

/// <summary>Settings of the message records.</summary>
public sealed class RecordsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Records";

    /// <summary>How long records are kept after their last change.</summary>
    /// <value>Default 15 days.</value>
    [Range(typeof(TimeSpan), "15.00:00:00", "365.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(15);

    /// <summary>How long the messages of agentless requests are kept, so that the event of an own message has the message as it was requested.</summary>
    /// <value>Default 0: they are not kept. At most <see cref="Retention"/>.</value>
    public TimeSpan ContentRetention { get; set; }

    /// <summary>What happens when a response of Genesys was lost.</summary>
    /// <value>Default <c>Resend</c>.</value>
    [EnumDataType(typeof(UnknownOutcomePolicy))]
    public UnknownOutcomePolicy OnUnknownOutcome { get; set; } = UnknownOutcomePolicy.Resend;

    /// <summary>How long an owner may work on a request before another may claim it: at least 10 s longer than each budget of a send, shorter than the queue's lease.</summary>
    public TimeSpan Lease { get; internal set; } = TimeSpan.FromMinutes(2);
}

/// <summary>What happens when a response of Genesys was lost, so that the message may have been sent.</summary>
public enum UnknownOutcomePolicy
{
    /// <summary>Send again: the customer gets it at least once.</summary>
    Resend,

    /// <summary>Leave it to an operator: the customer gets it at most once.</summary>
    Park,
}
