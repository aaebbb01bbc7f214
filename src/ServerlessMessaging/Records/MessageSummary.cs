using Azure.Data.Tables;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Records;

/// <summary>What a list of messages shows of a request.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Status">Its state.</param>
/// <param name="Route">The route that its recipient selects.</param>
/// <param name="AcceptedAt">When it was accepted, UTC.</param>
/// <param name="Attempt">The number of the last attempt; 1 is the first.</param>
/// <param name="ReplyTo">The bot flow that receives presses.</param>
/// <param name="Code">The error code of the last failed attempt, such as <c>SM2202</c>.</param>
/// <param name="MessageId">Genesys' id of the message, once it is sent.</param>
public sealed record MessageSummary(
    string Id, MessageState Status, SendRoute Route, DateTimeOffset AcceptedAt, int Attempt, string? ReplyTo, string? Code, string? MessageId)
{
    /// <summary>What a list shows of a stored record: an owner whose lease ended is gone, and its outcome unknown.</summary>
    public static MessageSummary From(Versioned<MessageRecord> stored) => From(stored.Value) is var summary && stored.Value.State == MessageState.Sending && stored.LeaseRemaining() == TimeSpan.Zero
        ? summary with { Status = MessageState.Unknown }
        : summary;

    public static MessageSummary From(MessageRecord record) =>
        new(record.Id, record.MayHaveBeenSent ? MessageState.Unknown : record.State, record.Route, record.AcceptedAt, record.Attempt, record.ReplyTo, record.LastErrorCode, record.MessageId);

    /// <summary>The key of its row in <see cref="TableNames.MessagesByTime"/>: the newest hour and, within it, the newest request sort first.</summary>
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
