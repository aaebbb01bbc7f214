using Azure.Data.Tables;

namespace ServerlessMessaging.Records;

/// <summary>How records and the rows of the list are stored.</summary>
public sealed partial class MessageRecords
{
    internal static void Write(MessageRecord record, TableEntity entity)
    {
        entity.SetName(nameof(MessageRecord.State), record.State);
        entity[nameof(MessageRecord.Attempt)] = record.Attempt;
        entity[nameof(MessageRecord.Fingerprint)] = record.Fingerprint;
        entity.SetName(nameof(MessageRecord.Route), record.Route);
        entity[nameof(MessageRecord.AcceptedAt)] = record.AcceptedAt;
        entity[nameof(MessageRecord.IsQueued)] = record.IsQueued;
        entity[nameof(MessageRecord.Notify)] = record.Notify;
        entity[nameof(MessageRecord.UnknownOutcomes)] = record.UnknownOutcomes;
        entity.Set(nameof(MessageRecord.Owner), record.Owner);
        entity.SetSeconds(nameof(MessageRecord.Lease), record.Lease);
        entity.Set(nameof(MessageRecord.ReplyTo), record.ReplyTo);
        entity.Set(nameof(MessageRecord.ExpiresAt), record.ExpiresAt);
        entity.Set(nameof(MessageRecord.DueAt), record.DueAt);
        entity.Set(nameof(MessageRecord.MessageId), record.MessageId);
        entity.Set(nameof(MessageRecord.To), record.To is { } to ? JsonSerializer.Serialize(to, RecordsJson.Default.Recipient) : null);
        entity.Set(nameof(MessageRecord.Degradations), record.Degradations is { Count: > 0 } texts ? JsonSerializer.Serialize(texts, RecordsJson.Default.IReadOnlyListString) : null);
        entity.Set(nameof(MessageRecord.Failures), record.Failures is { Count: > 0 } failures ? JsonSerializer.Serialize(failures, RecordsJson.Default.IReadOnlyListFailedAttempt) : null);
    }

    internal static MessageRecord ReadRecord(TableEntity entity) => new()
    {
        Id = entity.RowKey,
        State = entity.GetName<MessageState>(nameof(MessageRecord.State)),
        Attempt = entity.GetInt32(nameof(MessageRecord.Attempt)).Required(),
        Fingerprint = entity.GetString(nameof(MessageRecord.Fingerprint)).Required(),
        Route = entity.GetName<SendRoute>(nameof(MessageRecord.Route)),
        AcceptedAt = entity.GetDateTimeOffset(nameof(MessageRecord.AcceptedAt)).Required(),
        IsQueued = entity.GetBoolean(nameof(MessageRecord.IsQueued)) ?? false,
        Notify = entity.GetBoolean(nameof(MessageRecord.Notify)) ?? false,
        UnknownOutcomes = entity.GetInt32(nameof(MessageRecord.UnknownOutcomes)) ?? 0,
        Owner = entity.GetString(nameof(MessageRecord.Owner)),
        Lease = entity.GetSeconds(nameof(MessageRecord.Lease)),
        ReplyTo = entity.GetString(nameof(MessageRecord.ReplyTo)),
        ExpiresAt = entity.GetDateTimeOffset(nameof(MessageRecord.ExpiresAt)),
        DueAt = entity.GetDateTimeOffset(nameof(MessageRecord.DueAt)),
        MessageId = entity.GetString(nameof(MessageRecord.MessageId)),
        To = entity.GetString(nameof(MessageRecord.To)) is { } to ? JsonSerializer.Deserialize(to, RecordsJson.Default.Recipient) : null,
        Degradations = entity.GetString(nameof(MessageRecord.Degradations)) is { } texts ? JsonSerializer.Deserialize(texts, RecordsJson.Default.IReadOnlyListString) : null,
        Failures = entity.GetString(nameof(MessageRecord.Failures)) is { } failures ? JsonSerializer.Deserialize(failures, RecordsJson.Default.IReadOnlyListFailedAttempt) : null,
    };

    /// <summary>The key of a row in the list: the newest hour and, within it, the newest request sort first.</summary>
    internal static TableKey ListKeyOf(MessageSummary summary) => new(HourOf(summary.AcceptedAt), $"{TableKey.Descending(summary.AcceptedAt)}-{summary.Id}");

    /// <summary>The partition of an hour in the list.</summary>
    internal static string HourOf(DateTimeOffset time) => TableKey.Descending(time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerHour)));

    internal static void Write(MessageSummary summary, TableEntity entity)
    {
        entity[nameof(MessageSummary.Id)] = summary.Id;
        entity.SetName(nameof(MessageSummary.Status), summary.Status);
        entity.SetName(nameof(MessageSummary.Route), summary.Route);
        entity[nameof(MessageSummary.AcceptedAt)] = summary.AcceptedAt;
        entity[nameof(MessageSummary.Attempt)] = summary.Attempt;
        entity.Set(nameof(MessageSummary.ReplyTo), summary.ReplyTo);
        entity.Set(nameof(MessageSummary.Code), summary.Code);
        entity.Set(nameof(MessageSummary.MessageId), summary.MessageId);
    }

    internal static MessageSummary ReadSummary(TableEntity entity) => new(
        entity.GetString(nameof(MessageSummary.Id)).Required(),
        entity.GetName<MessageState>(nameof(MessageSummary.Status)),
        entity.GetName<SendRoute>(nameof(MessageSummary.Route)),
        entity.GetDateTimeOffset(nameof(MessageSummary.AcceptedAt)).Required(),
        entity.GetInt32(nameof(MessageSummary.Attempt)).Required(),
        entity.GetString(nameof(MessageSummary.ReplyTo)),
        entity.GetString(nameof(MessageSummary.Code)),
        entity.GetString(nameof(MessageSummary.MessageId)));
}
