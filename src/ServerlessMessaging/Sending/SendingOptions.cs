namespace ServerlessMessaging.Sending;

/// <summary>How long callers and messages wait: constants.</summary>
public sealed class SendingOptions
{
    /// <summary>Time from receipt within which SendMessage responds: a request that is not sent by then is deferred (202), so that no caller waits longer.</summary>
    public TimeSpan HttpBudget { get; internal set; } = TimeSpan.FromSeconds(12);

    /// <summary>Time from receipt within which SendMessageBatch responds: longer than for one request, because its posts wait for the rate limit.</summary>
    public TimeSpan BatchBudget { get; internal set; } = TimeSpan.FromSeconds(20);

    /// <summary>Time limit of one attempt of a queued message: no caller waits, and all retries in place fit into it.</summary>
    public TimeSpan SendBudget { get; internal set; } = TimeSpan.FromMinutes(1);

    /// <summary>First delay of a deferred request for which Genesys named no time; it doubles, because most failures are short.</summary>
    public TimeSpan FirstDeferral { get; internal set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest of these delays: after an outage the next attempt follows within a minute.</summary>
    public TimeSpan MaxDeferral { get; internal set; } = TimeSpan.FromMinutes(1);
}
