namespace ServerlessMessaging.Records;

/// <summary>
/// A request in a list of messages, stored as a row of <see cref="TableNames.MessagesByTime"/>. The attempt is the number of the last one,
/// the code that of its failure, such as <c>SM2202</c>; the message id is Genesys', once it is sent.
/// </summary>
public sealed record MessageSummary(
    string Id, MessageState Status, SendRoute Route, DateTimeOffset AcceptedAt, int Attempt, string? ReplyTo, string? Code, string? MessageId)
{
    /// <summary>The summary of a stored record.</summary>
    public static MessageSummary From(Versioned<MessageRecord> stored) => new(stored.Value, stored.LeaseRemaining() == TimeSpan.Zero);

    internal MessageSummary(MessageRecord record, bool isLeaseOver = false)
        : this(record.Id, record.ShownState(isLeaseOver), record.Route, record.AcceptedAt, record.Attempt, record.ReplyTo, record.LastErrorCode, record.MessageId)
    {
    }
}
