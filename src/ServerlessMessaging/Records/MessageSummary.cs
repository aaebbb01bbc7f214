namespace ServerlessMessaging.Records;

/// <summary>
/// A request in a list of messages, stored as a row of <see cref="TableNames.MessagesByTime"/>. The attempt is the number of the last one,
/// the code that of its failure, such as <c>SM2202</c>; the message id is Genesys', once it is sent.
/// </summary>
public sealed record MessageSummary(
    string Id, MessageState Status, SendRoute Route, DateTimeOffset AcceptedAt, int Attempt, string? ReplyTo, string? Code, string? MessageId)
{
    /// <summary>The summary of a stored record. Where the lease of its owner is over, it may have been sent.</summary>
    public static MessageSummary From(Versioned<MessageRecord> stored) => stored.Value.State == MessageState.Sending && stored.LeaseRemaining() == TimeSpan.Zero
        ? new MessageSummary(stored.Value) with { Status = MessageState.Unknown }
        : new(stored.Value);

    internal MessageSummary(MessageRecord record)
        : this(record.Id, record.ShownState, record.Route, record.AcceptedAt, record.Attempt, record.ReplyTo, record.LastErrorCode, record.MessageId)
    {
    }
}
