using Azure.Data.Tables;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Records;

/// <summary>
/// What a list of messages shows of a request, stored as a row of <see cref="TableNames.MessagesByTime"/>. The attempt is the number of the last one,
/// the code that of its failure, such as <c>SM2202</c>; the message id is Genesys', once it is sent.
/// </summary>
public sealed record MessageSummary(
    string Id, MessageState Status, SendRoute Route, DateTimeOffset AcceptedAt, int Attempt, string? ReplyTo, string? Code, string? MessageId)
{
    /// <summary>The summary of a stored record. Where the lease of its owner is over, it may have been sent.</summary>
    public static MessageSummary From(Versioned<MessageRecord> stored) => stored.Value.State == MessageState.Sending && stored.LeaseRemaining() == TimeSpan.Zero
        ? From(stored.Value) with { Status = MessageState.Unknown }
        : From(stored.Value);

    public static MessageSummary From(MessageRecord record) =>
        new(record.Id, record.MayHaveBeenSent ? MessageState.Unknown : record.State, record.Route, record.AcceptedAt, record.Attempt, record.ReplyTo, record.LastErrorCode, record.MessageId);

    /// <summary>The key of its row: the newest hour and, within it, the newest request sort first.</summary>
    public TableKey Key => new(PartitionOf(AcceptedAt), $"{TableKey.Descending(AcceptedAt)}-{Id}");

    /// <summary>The partition of an hour.</summary>
    public static string PartitionOf(DateTimeOffset time) => TableKey.Descending(time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerHour)));

    public static void Write(MessageSummary summary, TableEntity entity)
    {
        entity[nameof(Id)] = summary.Id;
        entity.SetName(nameof(Status), summary.Status);
        entity.SetName(nameof(Route), summary.Route);
        entity[nameof(AcceptedAt)] = summary.AcceptedAt;
        entity[nameof(Attempt)] = summary.Attempt;
        entity.Set(nameof(ReplyTo), summary.ReplyTo);
        entity.Set(nameof(Code), summary.Code);
        entity.Set(nameof(MessageId), summary.MessageId);
    }

    public static MessageSummary Read(TableEntity entity) => new(
        entity.GetString(nameof(Id)).Required(),
        entity.GetName<MessageState>(nameof(Status)),
        entity.GetName<SendRoute>(nameof(Route)),
        entity.GetDateTimeOffset(nameof(AcceptedAt)).Required(),
        entity.GetInt32(nameof(Attempt)).Required(),
        entity.GetString(nameof(ReplyTo)),
        entity.GetString(nameof(Code)),
        entity.GetString(nameof(MessageId)));
}
