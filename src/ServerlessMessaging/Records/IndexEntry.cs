namespace ServerlessMessaging.Records;

/// <summary>The request behind a message that was sent.</summary>
/// <param name="RequestId">The request's id.</param>
/// <param name="To">The recipient as it was resolved.</param>
/// <param name="SentAt">When Genesys accepted the message.</param>
public sealed record IndexEntry(string RequestId, Recipient To, DateTimeOffset SentAt)
{
    /// <summary>The bot flow that receives presses.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Hashes of the texts that imBack buttons say in the customer's name: no message text is stored.</summary>
    public IReadOnlyList<string>? ImBacks { get; init; }
}
