namespace ServerlessMessaging.Callbacks.Routing;

/// <summary>What is known of the request behind a webhook. It is found once and kept: later the conversation may have gone on.</summary>
/// <param name="IsPress">Whether the customer pressed a button, or said what one would have said.</param>
public sealed record RelatedRequest(bool IsPress)
{
    /// <summary>The request that the webhook certainly belongs to.</summary>
    public string? Id { get; init; }

    /// <summary>The bot flow that listens.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Who is to be answered.</summary>
    public Recipient? To { get; init; }

    /// <summary>Whether the way to the request may only not be written yet.</summary>
    internal bool MayComeLater { get; init; }
}
