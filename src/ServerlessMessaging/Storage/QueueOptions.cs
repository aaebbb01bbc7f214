namespace ServerlessMessaging.Storage;

/// <summary>How the Functions host treats queue messages: constants that follow host.json and the host.</summary>
public sealed class QueueOptions
{
    /// <summary>Deliveries, as a count, after which the host moves a message to the poison queue: <c>maxDequeueCount</c> of host.json.</summary>
    public int MaxDequeueCount { get; internal set; } = 5;

    /// <summary>How long the host hides a message before it is delivered again as lost: the Functions host fixes it.</summary>
    public TimeSpan Lease { get; internal set; } = TimeSpan.FromMinutes(10);

    /// <summary>Delay of a requeued message after a failure of storage, the vault or the sign-in: such failures rarely end sooner.</summary>
    public TimeSpan RequeueDelay { get; internal set; } = TimeSpan.FromSeconds(30);
}
