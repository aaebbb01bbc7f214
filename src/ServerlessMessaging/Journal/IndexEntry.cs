using ServerlessMessaging.Messages;

namespace ServerlessMessaging.Journal;

/// <summary>What leads from Genesys' ids back to the request behind a message.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="To">The recipient as it was resolved.</param>
/// <param name="SentAt">When Genesys accepted the message.</param>
public sealed record IndexEntry(string Id, Recipient To, DateTimeOffset SentAt)
{
    /// <summary>The form of the entry.</summary>
    public int V { get; init; } = 1;

    /// <summary>The bot flow that gets the presses.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Hashes of the texts that imBack buttons say in the customer's name.</summary>
    public IReadOnlyList<string>? ImBacks { get; init; }
}
