using Azure.Data.Tables;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Records;

/// <summary>How a <see cref="MessageRecord"/> is stored as a table entity.</summary>
public static class MessageRecordEntity
{
    public static void Write(MessageRecord record, TableEntity entity)
    {
        entity.SetName(nameof(record.State), record.State);
        entity[nameof(record.Attempt)] = record.Attempt;
        entity[nameof(record.Fingerprint)] = record.Fingerprint;
        entity.SetName(nameof(record.Route), record.Route);
        entity[nameof(record.AcceptedAt)] = record.AcceptedAt;
        entity[nameof(record.IsQueued)] = record.IsQueued;
        entity[nameof(record.Notify)] = record.Notify;
        entity[nameof(record.UnknownOutcomes)] = record.UnknownOutcomes;
        entity.Set(nameof(record.Owner), record.Owner);
        entity.SetSeconds(nameof(record.Lease), record.Lease);
        entity.Set(nameof(record.ReplyTo), record.ReplyTo);
        entity.Set(nameof(record.ExpiresAt), record.ExpiresAt);
        entity.Set(nameof(record.DueAt), record.DueAt);
        entity.Set(nameof(record.MessageId), record.MessageId);
        entity.Set(nameof(record.To), record.To is { } to ? JsonSerializer.Serialize(to, RecordJson.Default.Recipient) : null);
        entity.Set(nameof(record.Degradations), record.Degradations is { Count: > 0 } degradations ? JsonSerializer.Serialize(degradations, RecordJson.Default.IReadOnlyListString) : null);
        entity.Set(nameof(record.Failures), record.Failures is { Count: > 0 } failures ? JsonSerializer.Serialize(failures, RecordJson.Default.IReadOnlyListFailedAttempt) : null);
    }

    public static MessageRecord Read(TableEntity entity) => new()
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
        To = entity.GetString(nameof(MessageRecord.To)) is { } to ? JsonSerializer.Deserialize(to, RecordJson.Default.Recipient) : null,
        Degradations = entity.GetString(nameof(MessageRecord.Degradations)) is { } degradations ? JsonSerializer.Deserialize(degradations, RecordJson.Default.IReadOnlyListString) : null,
        Failures = entity.GetString(nameof(MessageRecord.Failures)) is { } failures ? JsonSerializer.Deserialize(failures, RecordJson.Default.IReadOnlyListFailedAttempt) : null,
    };
}
